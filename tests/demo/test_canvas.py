"""The drawing: where things land, and what hides what."""

import pytest

from touchstone.demo.shelves.camera import Camera
from touchstone.demo.shelves.canvas import HEIGHT, WIDTH, Canvas
from touchstone.demo.shelves.props import Frame, block, stacking_order

FOCAL = 1_000.0  # of the double-size picture: one metre at 5 m is 100 finished pixels


def make_canvas() -> Canvas:
    camera = Camera((0.0, 0.0, 0.0), 0.0, 0.0, FOCAL, (WIDTH, HEIGHT))
    return Canvas(camera, (200, 200, 200), 0.0, (0.0, 1.0, 0.0))


def draw_block(canvas: Canvas, label: str, x: float, z: float, size: float) -> None:
    canvas.begin(label)
    frame = Frame((x, -size / 2, z), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    block(canvas, frame, (size, size, size), (180, 140, 90))
    canvas.end()


def test_a_box_ends_where_its_block_is_seen() -> None:
    canvas = make_canvas()
    draw_block(canvas, "Carton", -0.5, 5.0, 1.0)
    (box,) = canvas.boxes()
    assert box.label == "Carton"
    assert (box.left, box.top) == pytest.approx((WIDTH / 2 - 50, HEIGHT / 2 - 50), abs=1.5)
    assert (box.right, box.bottom) == pytest.approx((WIDTH / 2 + 50, HEIGHT / 2 + 50), abs=1.5)
    assert box.visible == pytest.approx(1, abs=0.05)


def test_what_something_hides_is_cut_off_or_left_out() -> None:
    canvas = make_canvas()
    draw_block(canvas, "Hidden", -0.4, 6.0, 0.8)
    draw_block(canvas, "Peeping", 0.35, 6.0, 0.8)
    draw_block(canvas, "Front", -0.5, 5.0, 1.0)
    found = {box.label: box for box in canvas.boxes()}
    assert set(found) == {"Peeping", "Front"}
    assert found["Peeping"].left == pytest.approx(found["Front"].right, abs=2)
    assert found["Peeping"].visible < 0.95


def test_a_box_stops_at_the_edge_of_the_picture() -> None:
    canvas = make_canvas()
    draw_block(canvas, "Carton", -5.2, 5.0, 1.0)
    (box,) = canvas.boxes()
    assert box.left == 0
    assert box.right == pytest.approx(WIDTH / 2 - 350, abs=2)  # the far edge


def test_things_behind_the_camera_or_far_away_are_not_labelled() -> None:
    canvas = make_canvas()
    draw_block(canvas, "Behind", -0.5, -4.0, 1.0)
    draw_block(canvas, "Far", -0.5, 120.0, 1.0)
    assert canvas.boxes() == []


def test_a_shape_that_comes_too_near_is_cut() -> None:
    camera = make_canvas().camera
    floor = [(-1.0, -1.0, -2.0), (1.0, -1.0, -2.0), (1.0, -1.0, 4.0), (-1.0, -1.0, 4.0)]
    pixels = camera.project(floor)
    assert len(pixels) == 4
    assert max(abs(x) for x, _ in pixels) < 10_000
    assert camera.project([(x, y, z - 9) for x, y, z in floor]) == []


@pytest.mark.parametrize(
    ("eye", "expected"),
    [(0.5, [3.0, 2.0, 1.0, 0.0]), (1.5, [3.0, 2.0, 0.0, 1.0]), (9.0, [0.0, 1.0, 2.0, 3.0])],
)
def test_shelves_are_drawn_so_that_the_nearer_hides(eye: float, expected: list[float]) -> None:
    levels = [0.0, 1.0, 2.0, 3.0]
    assert sorted(levels, key=lambda level: stacking_order(level, eye)) == expected
