"""Exhibits of shapes on a picture: boxes, ellipses, outlines, points and lines."""

from typing import Any, Final

from touchstone.demo.gallery import harbour
from touchstone.demo.gallery.exhibit import (
    Exhibit,
    Shown,
    as_predicted,
    item,
    on_picture,
    relation,
)
from touchstone.demo.gallery.harbour import HEIGHT, WIDTH, Point, percent
from touchstone.demo.records import Result

HARBOUR: Final = {"harbour.png": harbour.draw}


def picture_data(file_url: Any) -> dict[str, Any]:
    return {"image": file_url("harbour.png")}


def _region(control: str, name: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return on_picture(item(control, "image", control, name, value, **more), WIDTH, HEIGHT)


def _labelled(control: str, label: str | None) -> dict[str, list[str]]:
    return {} if label is None else {control: [label]}


def box(name: str, sides: tuple[float, ...], label: str | None, *, off: float = 0) -> Any:
    """A box from its sides in pixels, moved by `off`."""
    left, top, right, bottom = (side + off for side in sides)
    x, y = percent(left, top)
    width, height = percent(right - left, bottom - top)
    shape = {"x": x, "y": y, "width": width, "height": height, "rotation": 0}
    control = "rectanglelabels" if label else "rectangle"
    return _region(control, name, {**shape, **_labelled(control, label)})


def turned_box(name: str, label: str, *, turn: float = 0, off: float = 0) -> Any:
    """The dinghy, which lies askew: x and y are of the corner about which a box is turned."""
    x, y, width, height, degrees = harbour.DINGHY
    corner = harbour.corners(x + off, y + off, width, height, degrees + turn)[0]
    left, top = percent(*corner)
    wide, high = percent(width, height)
    shape = {"x": left, "y": top, "width": wide, "height": high, "rotation": degrees + turn}
    return _region("rectanglelabels", name, {**shape, "rectanglelabels": [label]})


def ellipse(name: str, place: tuple[float, ...], label: str | None, *, off: float = 0) -> Any:
    x, y = percent(place[0] + off, place[1] + off)
    wide, high = percent(place[2], place[-1])
    shape = {"x": x, "y": y, "radiusX": wide, "radiusY": high, "rotation": 0}
    control = "ellipselabels" if label else "ellipse"
    return _region(control, name, {**shape, **_labelled(control, label)})


def polygon(name: str, points: tuple[Point, ...], label: str | None, *, off: float = 0) -> Any:
    places = [list(percent(x + off, y + off)) for x, y in points]
    control = "polygonlabels" if label else "polygon"
    return _region(control, name, {"points": places, "closed": True, **_labelled(control, label)})


def point(name: str, place: Point, label: str | None, *, off: float = 0) -> Any:
    x, y = percent(place[0] + off, place[1] + off)
    control = "keypointlabels" if label else "keypoint"
    return _region(control, name, {"x": x, "y": y, "width": 0.8, **_labelled(control, label)})


def vector(name: str, points: tuple[Point, ...], label: str | None, *, bend: int | None) -> Any:
    """A line through points; the one numbered `bend` is reached by a curve."""
    vertices: list[dict[str, Any]] = []
    for index, (left, top) in enumerate(points):
        x, y = percent(left, top)
        vertex: dict[str, Any] = {
            "id": f"{name}-{index}",
            "x": x,
            "y": y,
            "prevPointId": f"{name}-{index - 1}" if index else None,
            "isBezier": index == bend,
        }
        if index == bend:
            before, after = percent(left - 14, top + 22), percent(left + 14, top - 22)
            vertex["controlPoint1"] = {"x": before[0], "y": before[1]}
            vertex["controlPoint2"] = {"x": after[0], "y": after[1]}
        vertices.append(vertex)
    control = "vectorlabels" if label else "vector"
    return _region(
        control, name, {"vertices": vertices, "closed": False, **_labelled(control, label)}
    )


def _labels(control: str, *labels: tuple[str, str]) -> str:
    inner = "".join(f'<Label value="{name}" background="{colour}"/>' for name, colour in labels)
    return (
        f'<View><{control} name="{control.lower()}" toName="image">{inner}</{control}>'
        '<Image name="image" value="$image" zoom="true" zoomControl="true" rotateControl="true"/></View>'
    )


def _boats(who: str, *, off: float, sail: str = "Sailing boat", turn: float = 0) -> Result:
    ferry = box(f"{who}-ferry", harbour.FERRY, "Ferry", off=off)
    place = {key: value for key, value in ferry["value"].items() if key != "rectanglelabels"}
    question = item("sharp", "image", "choices", ferry["id"], {**place, "choices": ["Sharp"]})
    return [
        ferry,
        on_picture(question, WIDTH, HEIGHT),
        box(f"{who}-sail", harbour.SAILBOAT, sail, off=-off),
        turned_box(f"{who}-dinghy", "Dinghy", turn=turn, off=off / 2),
    ]


RECTANGLES: Final = Exhibit(
    name="RectangleLabels",
    about="Boxes, one of them turned, with a question about each and a line between two.",
    label_config="""\
<View>
  <RectangleLabels name="rectanglelabels" toName="image" canRotate="true">
    <Label value="Ferry" background="#e03131"/>
    <Label value="Sailing boat" background="#1c7ed6"/>
    <Label value="Dinghy" background="#f08c00"/>
    <Label value="Buoy" background="#9c36b5"/>
  </RectangleLabels>
  <Image name="image" value="$image" zoom="true" brightnessControl="true" rotateControl="true"/>
  <Choices name="sharp" toName="image" perRegion="true">
    <Choice value="Sharp"/><Choice value="Blurred"/>
  </Choices>
  <Relations><Relation value="tows"/></Relations>
</View>
""",
    tasks=(
        Shown(
            picture_data,
            (
                [*_boats("a", off=1), relation("a-sail", "a-dinghy", "tows")],
                _boats("b", off=7, sail="Ferry", turn=-6),
                [
                    *_boats("c", off=3, turn=3),
                    box("c-buoy", (446, 402, 478, 446), "Buoy"),
                ],
            ),
            as_predicted(_boats("m", off=10, turn=12)[2:], 0.71),
        ),
    ),
    files=HARBOUR,
)

ELLIPSES: Final = Exhibit(
    name="EllipseLabels",
    about="Ellipses: the sun, the clouds and a buoy.",
    label_config=_labels(
        "EllipseLabels", ("Sun", "#f08c00"), ("Cloud", "#5c7cfa"), ("Buoy", "#e03131")
    ),
    tasks=(
        Shown(
            picture_data,
            (
                [
                    ellipse("a-sun", harbour.SUN, "Sun"),
                    ellipse("a-buoy", harbour.BUOY, "Buoy"),
                    ellipse("a-cloud", harbour.CLOUDS[0], "Cloud"),
                ],
                [
                    ellipse("b-sun", harbour.SUN, "Sun", off=6),
                    ellipse("b-buoy", harbour.BUOY, "Buoy", off=2),
                ],
                [
                    ellipse("c-sun", harbour.SUN, "Sun", off=-3),
                    ellipse("c-buoy", harbour.BUOY, "Cloud"),
                    ellipse("c-cloud", harbour.CLOUDS[1], "Cloud"),
                ],
            ),
            as_predicted([ellipse("m-sun", harbour.SUN, "Sun", off=12)]),
        ),
    ),
    files=HARBOUR,
)

_ROUGH_QUAY: Final = ((0, 500), (0, 398), (336, 400), (424, 500))

POLYGONS: Final = Exhibit(
    name="PolygonLabels",
    about="Outlines of the quay, the hills and the lighthouse.",
    label_config=_labels(
        "PolygonLabels", ("Quay", "#868e96"), ("Hills", "#2b8a3e"), ("Tower", "#e03131")
    ),
    tasks=(
        Shown(
            picture_data,
            (
                [
                    polygon("a-quay", harbour.QUAY, "Quay"),
                    polygon("a-tower", harbour.LIGHTHOUSE, "Tower"),
                    polygon("a-hills", harbour.HILLS, "Hills"),
                ],
                [
                    polygon("b-quay", _ROUGH_QUAY, "Quay"),
                    polygon("b-tower", harbour.LIGHTHOUSE, "Tower", off=8),
                ],
                [
                    polygon("c-quay", harbour.QUAY, "Quay", off=3),
                    polygon("c-tower", harbour.LIGHTHOUSE, "Hills"),
                    polygon("c-hills", harbour.HILLS[:-2], "Hills"),
                ],
            ),
            as_predicted([polygon("m-quay", _ROUGH_QUAY, "Quay", off=12)]),
        ),
    ),
    files=HARBOUR,
)


def _body(who: str, *, off: float, parts: int = 7) -> Result:
    return [
        point(f"{who}-{name.replace(' ', '-')}", place, name.capitalize(), off=off)
        for name, place in list(harbour.BODY.items())[:parts]
    ]


KEYPOINTS: Final = Exhibit(
    name="KeyPointLabels",
    about="The joints of somebody on the quay.",
    label_config=_labels(
        "KeyPointLabels",
        ("Head", "#e03131"), ("Neck", "#f08c00"), ("Left hand", "#2b8a3e"), ("Right hand", "#1c7ed6"),
        ("Hip", "#9c36b5"), ("Left foot", "#0c8599"), ("Right foot", "#5f3dc4"),
    ),
    tasks=(
        Shown(
            picture_data,
            (_body("a", off=0), _body("b", off=5, parts=5), _body("c", off=-2)),
            as_predicted(_body("m", off=9, parts=6)),
        ),
    ),
    files=HARBOUR,
)  # fmt: skip

VECTORS: Final = Exhibit(
    name="VectorLabels",
    about="The mooring rope as a line with a curve.",
    label_config=_labels("VectorLabels", ("Rope", "#e03131"), ("Edge", "#1c7ed6")),
    tasks=(
        Shown(
            picture_data,
            (
                [
                    vector("a-rope", harbour.ROPE, "Rope", bend=1),
                    vector("a-edge", ((0, 404), (330, 404), (402, 446)), "Edge", bend=None),
                ],
                [vector("b-rope", ((312, 412), (350, 384), (322, 326)), "Rope", bend=None)],
                [
                    vector("c-rope", harbour.ROPE, "Rope", bend=None),
                    vector("c-edge", ((0, 404), (330, 404)), "Rope", bend=None),
                ],
            ),
            as_predicted([vector("m-rope", ((306, 400), (330, 330)), "Rope", bend=None)]),
        ),
    ),
    files=HARBOUR,
)


def _with_label(region: dict[str, Any], label: str) -> Result:
    """A shape of a plain tool, and the label that stands beside it under the same id."""
    return [
        region,
        {
            **region,
            "from_name": "thing",
            "type": "labels",
            "value": {**region["value"], "labels": [label]},
        },
    ]


def _plain(who: str, *, off: float) -> Result:
    return [
        *_with_label(box(f"{who}-ferry", harbour.FERRY, None, off=off), "Boat"),
        *_with_label(ellipse(f"{who}-sun", harbour.SUN, None, off=off), "Light"),
        polygon(f"{who}-quay", harbour.QUAY, None, off=off),
        point(f"{who}-head", harbour.BODY["head"], None, off=off),
        vector(f"{who}-rope", harbour.ROPE, None, bend=1),
    ]


PLAIN: Final = Exhibit(
    name="Shapes without labels of their own",
    about="Rectangle, Ellipse, Polygon, KeyPoint and Vector beside one set of labels for all.",
    label_config="""\
<View>
  <Image name="image" value="$image"/>
  <Rectangle name="rectangle" toName="image"/>
  <Ellipse name="ellipse" toName="image"/>
  <Polygon name="polygon" toName="image"/>
  <KeyPoint name="keypoint" toName="image"/>
  <Vector name="vector" toName="image"/>
  <Labels name="thing" toName="image">
    <Label value="Boat" background="#1c7ed6"/><Label value="Light" background="#f08c00"/>
  </Labels>
</View>
""",
    tasks=(
        Shown(
            picture_data,
            (_plain("a", off=0), _plain("b", off=6)[:5], _plain("c", off=-3)),
            as_predicted(_plain("m", off=11)[:2]),
        ),
    ),
    files=HARBOUR,
)


def _on_page(page: int, region: dict[str, Any]) -> dict[str, Any]:
    return {**region, "item_index": page}


def _views(who: str, *, off: float, pages: int, light: str) -> Result:
    result = [
        _on_page(page, box(f"{who}-ferry-{page}", harbour.FERRY, "Ferry", off=off))
        for page in range(pages)
    ]
    told = item("light", "image", "choices", f"{who}-light", {"choices": [light]}, item_index=1)
    return [*result, told]


SEVERAL: Final = Exhibit(
    name="Several images",
    about="One task with three pictures, marked and asked about one by one.",
    label_config="""\
<View>
  <RectangleLabels name="rectanglelabels" toName="image">
    <Label value="Ferry" background="#e03131"/><Label value="Buoy" background="#1c7ed6"/>
  </RectangleLabels>
  <Image name="image" valueList="$images"/>
  <Choices name="light" toName="image" perItem="true">
    <Choice value="Day"/><Choice value="Dusk"/><Choice value="Fog"/>
  </Choices>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {
                "images": [file_url(name) for name in ("day.png", "dusk.png", "fog.png")]
            },
            (
                _views("a", off=1, pages=3, light="Dusk"),
                _views("b", off=6, pages=2, light="Dusk"),
                _views("c", off=3, pages=3, light="Fog"),
            ),
            as_predicted(_views("m", off=9, pages=1, light="Day")[:1]),
        ),
    ),
    files={
        "day.png": harbour.draw,
        "dusk.png": lambda: harbour.draw(harbour.DUSK),
        "fog.png": lambda: harbour.draw(harbour.FOG),
    },
)

ROOM: Final = (RECTANGLES, ELLIPSES, POLYGONS, KEYPOINTS, VECTORS, PLAIN, SEVERAL)
