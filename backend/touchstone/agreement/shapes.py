"""How much regions overlap, by their kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from touchstone.agreement.answers import Boxes, Masks, Points, Polygons, Spans, Tracks
from touchstone.agreement.geometry import BoxShapes
from touchstone.agreement.masks import MaskShapes
from touchstone.agreement.points import NearPoints
from touchstone.agreement.polygons import PolygonShapes
from touchstone.agreement.regions import Shapes
from touchstone.agreement.spans import SpanShapes
from touchstone.agreement.tracks import TrackShapes

SHAPES: Mapping[type, Callable[[list[Any]], Shapes]] = MappingProxyType(
    {
        Boxes: BoxShapes,
        Polygons: PolygonShapes,
        Masks: MaskShapes,
        Points: NearPoints,
        Spans: SpanShapes,
        Tracks: TrackShapes,
    }
)
"""For `regions.match_many`, by the kind of answer."""
