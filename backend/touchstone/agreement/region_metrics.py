"""The rows of the registry that compare regions: boxes, outlines, masks, points, spans, tracks."""

from touchstone.agreement import detection, geometry, masks, points, polygons, spans, tracks
from touchstone.agreement.answers import Boxes, Masks, Points, Polygons, Spans, Tracks
from touchstone.agreement.metric import MATCHING, Metric, Parameter

_IOU = Parameter(
    "iou",
    "Least overlap",
    default=0.5,
    minimum=0,
    maximum=1,
    help="Regions that overlap less are not the same.",
)

_AREAS = (Boxes, Polygons, Masks, Spans, Tracks)

REGION_METRICS: tuple[Metric, ...] = (
    Metric(
        key="box_iou",
        title="IoU of boxes",
        inputs=(Boxes,),
        compare=geometry.box_iou_many,
        parameters=(MATCHING,),
        help="How far boxes with the same label overlap, each with its partner.",
        default_for=frozenset({"Rectangle", "RectangleLabels", "Labels on Image", "Labels on Pdf"}),
    ),
    Metric(
        key="polygon_iou",
        title="IoU of polygons",
        inputs=(Polygons, Boxes),
        compare=polygons.polygon_iou_many,
        parameters=(MATCHING,),
        help="How far outlines with the same label overlap, each with its partner.",
        default_for=frozenset(
            {"Ellipse", "EllipseLabels", "OcrLabels", "Polygon", "PolygonLabels"}
        ),
    ),
    Metric(
        key="mask_iou",
        title="IoU of masks",
        inputs=(Masks,),
        compare=masks.mask_iou_many,
        parameters=(MATCHING,),
        help="How many painted pixels of the same label are common, each region with its partner.",
        default_for=frozenset({"Bitmask", "BitmaskLabels", "Brush", "BrushLabels", "MagicWand"}),
    ),
    Metric(
        key="keypoint_distance",
        title="Key points within a distance",
        inputs=(Points,),
        compare=points.keypoint_distance_many,
        parameters=(
            Parameter(
                "max_distance",
                "Largest distance",
                default=1.0,
                minimum=0,
                help="In percent of the image's longer side; farther points do not match.",
            ),
            MATCHING,
        ),
        help="The share of points with one of the same label near by on the other side.",
        default_for=frozenset({"KeyPoint", "KeyPointLabels"}),
    ),
    Metric(
        key="oks",
        title="Object keypoint similarity",
        inputs=(Points,),
        compare=points.oks_many,
        parameters=(
            Parameter(
                "sigma",
                "Sigma",
                default=0.09,
                minimum=0.001,
                maximum=1,
                help="How much people differ in a point, as a share of the object's size.",
            ),
        ),
        help="How near points with the same label are, measured by the size of the object.",
    ),
    Metric(
        key="span_iou",
        title="Span overlap",
        inputs=(Spans,),
        compare=spans.span_iou_many,
        parameters=(MATCHING,),
        help="How far spans with the same label overlap, each with its partner.",
        default_for=frozenset(
            {
                "HyperTextLabels",
                "Labels on Audio",
                "Labels on HyperText",
                "Labels on Paragraphs",
                "Labels on Text",
                "Labels on TimeSeries",
                "ParagraphLabels",
                "TimeSeriesLabels",
                "TimelineLabels",
            }
        ),
    ),
    Metric(
        key="event_match",
        title="Events that are equal",
        inputs=(Spans,),
        compare=spans.event_match_many,
        parameters=(
            Parameter(
                "tolerance",
                "Tolerance",
                default=0.0,
                minimum=0,
                help="How far starts and ends may be apart, in the unit of the spans.",
            ),
            MATCHING,
        ),
        help="The share of spans that the other has too: same start, end and label.",
    ),
    Metric(
        key="track_iou",
        title="IoU of moving boxes",
        inputs=(Tracks,),
        compare=tracks.track_iou_many,
        parameters=(MATCHING,),
        help="How far moving boxes with the same label overlap, frame by frame.",
        default_for=frozenset({"Labels on Video", "VideoRectangle"}),
    ),
    Metric(
        key="frame_match",
        title="Keyframes that are equal",
        inputs=(Tracks,),
        compare=tracks.frame_match_many,
        parameters=(MATCHING,),
        help="The share of keyframes that moving boxes with the same label have in common.",
    ),
    Metric(
        key="f1",
        title="F1 at an overlap",
        inputs=_AREAS,
        compare=detection.f1_many,
        parameters=(_IOU,),
        help="The share of regions that find one of the same label on the other side, one to one.",
    ),
    Metric(
        key="precision",
        title="Precision at an overlap",
        inputs=_AREAS,
        compare=detection.precision_many,
        parameters=(_IOU,),
        help="The share of the second one's regions that the first one, the reference, has too.",
        symmetric=False,
    ),
    Metric(
        key="recall",
        title="Recall at an overlap",
        inputs=_AREAS,
        compare=detection.recall_many,
        parameters=(_IOU,),
        help="The share of the regions of the first one, the reference, that the second one has.",
        symmetric=False,
    ),
    Metric(
        key="average_precision",
        title="Average precision at an overlap",
        inputs=_AREAS,
        compare=detection.average_precision_many,
        parameters=(_IOU,),
        help="Precision times recall of each label, and the mean over the labels.",
    ),
)
