"""A pinhole camera. Metres; x to the right, y up, z away from the viewer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float, float]
Pixel = tuple[float, float]

NEAR = 0.25  # metres; nothing closer is drawn


def add(a: Point, b: Point, factor: float = 1.0) -> Point:
    return (a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor)


def dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@dataclass(frozen=True)
class Camera:
    """Turned by `yaw` about the vertical, then by `pitch` (radians, up is positive)."""

    position: Point
    yaw: float
    pitch: float
    focal: float
    """Pixels."""
    centre: Pixel

    @cached_property
    def _turns(self) -> tuple[float, float, float, float]:
        return (
            math.cos(self.yaw),
            math.sin(self.yaw),
            math.cos(self.pitch),
            math.sin(self.pitch),
        )

    def to_view(self, point: Point) -> Point:
        """The point in the camera's own frame."""
        cos_yaw, sin_yaw, cos_pitch, sin_pitch = self._turns
        x, y, z = add(point, self.position, -1)
        x, z = x * cos_yaw - z * sin_yaw, x * sin_yaw + z * cos_yaw
        return (x, y * cos_pitch - z * sin_pitch, y * sin_pitch + z * cos_pitch)

    def to_pixel(self, seen: Point) -> Pixel:
        """Pixel of a point in the camera's frame that is far enough away."""
        scale = self.focal / seen[2]
        return (self.centre[0] + seen[0] * scale, self.centre[1] - seen[1] * scale)

    def depth(self, point: Point) -> float:
        return self.to_view(point)[2]

    def pixels_per_metre(self, point: Point) -> float:
        return self.focal / max(self.depth(point), NEAR)

    def project(self, points: Sequence[Point]) -> list[Pixel]:
        """Pixels of a polygon, cut where it comes too near; empty when nothing is left."""
        seen = _cut_near([self.to_view(point) for point in points])
        return [self.to_pixel(point) for point in seen]


def _cut_near(points: list[Point]) -> list[Point]:
    if all(point[2] >= NEAR for point in points):
        return points
    kept: list[Point] = []
    for previous, point in zip([points[-1], *points[:-1]], points, strict=True):
        if (previous[2] >= NEAR) != (point[2] >= NEAR):
            share = (NEAR - previous[2]) / (point[2] - previous[2])
            kept.append(add(previous, add(point, previous, -1), share))
        if point[2] >= NEAR:
            kept.append(point)
    return kept if len(kept) > 2 else []
