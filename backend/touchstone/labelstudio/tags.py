"""The tags of Label Studio's labeling configuration, and what each may produce."""

from collections.abc import Mapping
from types import MappingProxyType

OBJECT_TAGS: frozenset[str] = frozenset(
    {
        "Audio", "AudioPlus", "Chat", "HyperText", "Image", "List", "Object3D", "Paragraphs",
        "Pdf", "ReactCode", "Table", "Text", "TimeSeries", "Video",
    }
)  # fmt: skip

# These annotate themselves: their results name the object as both `from_name` and `to_name`.
SELF_CONTROLS: Mapping[str, str] = MappingProxyType(
    {"Chat": "chatmessage", "ReactCode": "reactcode"}
)

# Controls whose labels are child tags, and the child tag that carries one label.
LABELS_TAGS: frozenset[str] = frozenset(
    {
        "BitmaskLabels", "BrushLabels", "CubeLabels", "EllipseLabels", "HyperTextLabels",
        "KeyPointLabels", "Labels", "OcrLabels", "ParagraphLabels", "PolygonLabels",
        "RectangleLabels", "TimelineLabels", "TimeSeriesLabels", "VectorLabels",
        "VideoVectorLabels",
    }
)  # fmt: skip
LABEL_CHILD: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(LABELS_TAGS, "Label") | {"Choices": "Choice", "Taxonomy": "Choice"}
)

CONTROL_TAGS: frozenset[str] = LABELS_TAGS | {
    "Bitmask", "Brush", "ChatMessage", "Choices", "Cube", "DateTime", "Ellipse", "KeyPoint",
    "MagicWand", "Number", "Pairwise", "Polygon", "Ranker", "Rating", "Rectangle", "Taxonomy",
    "TextArea", "Vector", "VideoRectangle", "VideoVector",
}  # fmt: skip

CHILD_TAGS: frozenset[str] = frozenset(
    {"Bucket", "Channel", "Choice", "Label", "MultiChannel", "Panel", "Relation"}
)

# Layout, behaviour and tags that produce results only through the regions they act on.
VISUAL_TAGS: frozenset[str] = frozenset(
    {
        "Collapse", "Dialog", "Filter", "Header", "Html", "Markdown", "Relations", "Repeater",
        "Shortcut", "Style", "View",
    }
)  # fmt: skip

KNOWN_TAGS: frozenset[str] = OBJECT_TAGS | CONTROL_TAGS | CHILD_TAGS | VISUAL_TAGS

# Their content may be written between the tags instead of in `value`.
INLINE_OBJECT_TAGS: frozenset[str] = frozenset({"HyperText", "ReactCode", "Text"})

# Inside these, markup is content and not configuration.
MARKUP_TAGS: frozenset[str] = frozenset({"Html", "HyperText", "Markdown", "ReactCode", "Style"})


def result_types(tag: str) -> frozenset[str]:
    """The `type` values that a control's results carry.

    A labels control writes the plain shape while no label is chosen (`rectangle` for
    `RectangleLabels`), and older exports write `labels` for every kind of region.
    """
    own = SELF_CONTROLS.get(tag, tag.lower())
    if tag == "MagicWand":
        return frozenset({own, "brush", "brushlabels"})
    if tag not in LABELS_TAGS or tag == "Labels":
        return frozenset({own})
    return frozenset({own, own.removesuffix("labels"), "labels"})
