"""Agreement between annotators: numbers from answers, without a database, a web or a server.

Made to be used alone, for example in a notebook::

    import touchstone.agreement as agreement

    answers = [agreement.Items(("cat",)), agreement.Items(("cat", "dog")), None]
    pairs = [(0, 1), (0, 2), (1, 2)]
    scores = agreement.pair_scores(agreement.METRICS["jaccard"], answers, pairs)
    agreement.task_score(scores)

What an annotator said in one dimension is an *answer*, of one of the kinds `Items`, `Paths`,
`Numbers`, `Texts`, `Ranking`, `Boxes`, `Polygons`, `Masks`, `Points`, `Spans`, `Tracks`,
`Attached`, `Relations` and `Other`; None is a blank one. `touchstone.labelstudio` makes them from
Label Studio's JSON.

From answers to figures:

- `METRICS` holds every metric by its key, `metrics_for(kind)` those for one kind of answers;
  `pair_scores` compares many pairs by one, `pair_score` a single pair, `all_pairs` those of a task.
  The functions behind the metrics, such as `box_iou` or `text_similarity`, can be called directly.
- `task_score` and `consensus` make the agreement of a task from its pairs, `overall` weighs
  dimensions; `task_scores`, `consensus_scores` and `overall_scores` do so for many tasks at once.
- `restrict`, `without` and `label_scores` look at single labels, `confusion_many` at which label
  met which.
- `pair_cells` is the matrix of annotators, `mean_interval` says how sure a mean is.
- `coefficients` corrects for chance: Cohen, Scott, Fleiss, Krippendorff, Gwet.

A figure that has no value is None, with a reason from `Undefined`; in arrays it is NaN. `MEANINGS`
has a sentence for every reason. All is described in docs/metrics, one page a metric.
"""

from touchstone.agreement import coefficients
from touchstone.agreement.answers import (
    LABEL_SEPARATOR,
    PATH_SEPARATOR,
    Answer,
    Attached,
    Boxes,
    Items,
    Masks,
    Numbers,
    Other,
    Paths,
    Points,
    Polygons,
    Ranking,
    Regions,
    Relations,
    Spans,
    Texts,
    Tracks,
    Unreadable,
)
from touchstone.agreement.attached import attached_similarity
from touchstone.agreement.bootstrap import Resampling, mean_interval, mean_intervals
from touchstone.agreement.confusion import confusion_many, label_quality, top_confusions
from touchstone.agreement.cosine import cosine_similarity
from touchstone.agreement.exact import exact_match, jaccard
from touchstone.agreement.geometry import box_iou
from touchstone.agreement.labels import label_scores, restrict, without
from touchstone.agreement.masks import mask_iou
from touchstone.agreement.matching import one_to_one_match, same_labels, two_way_best_match
from touchstone.agreement.matrix import histogram, pair_cells, participant_totals
from touchstone.agreement.metric import Metric, Parameter
from touchstone.agreement.numbers import numeric_difference, numeric_tolerance
from touchstone.agreement.pairs import all_pairs, pair_score, pair_scores
from touchstone.agreement.points import keypoint_distance, object_keypoint_similarity
from touchstone.agreement.polygons import polygon_iou
from touchstone.agreement.ranking import average_precision as ranking_average_precision
from touchstone.agreement.ranking import kendall
from touchstone.agreement.registry import METRICS, default_metric, metrics_for
from touchstone.agreement.relations import relations_f1
from touchstone.agreement.spans import span_iou
from touchstone.agreement.tasks import (
    consensus,
    consensus_scores,
    overall,
    overall_scores,
    task_score,
    task_scores,
)
from touchstone.agreement.taxonomy import path_jaccard, subtree_jaccard
from touchstone.agreement.text import text_similarity, word_error_rate
from touchstone.agreement.tracks import track_iou
from touchstone.agreement.types import (
    MEANINGS,
    Coefficient,
    Interval,
    PairScores,
    Score,
    Undefined,
)

__all__ = [
    "LABEL_SEPARATOR",
    "MEANINGS",
    "METRICS",
    "PATH_SEPARATOR",
    "Answer",
    "Attached",
    "Boxes",
    "Coefficient",
    "Interval",
    "Items",
    "Masks",
    "Metric",
    "Numbers",
    "Other",
    "PairScores",
    "Parameter",
    "Paths",
    "Points",
    "Polygons",
    "Ranking",
    "Regions",
    "Relations",
    "Resampling",
    "Score",
    "Spans",
    "Texts",
    "Tracks",
    "Undefined",
    "Unreadable",
    "all_pairs",
    "attached_similarity",
    "box_iou",
    "coefficients",
    "confusion_many",
    "consensus",
    "consensus_scores",
    "cosine_similarity",
    "default_metric",
    "exact_match",
    "histogram",
    "jaccard",
    "kendall",
    "keypoint_distance",
    "label_quality",
    "label_scores",
    "mask_iou",
    "mean_interval",
    "mean_intervals",
    "metrics_for",
    "numeric_difference",
    "numeric_tolerance",
    "object_keypoint_similarity",
    "one_to_one_match",
    "overall",
    "overall_scores",
    "pair_cells",
    "pair_score",
    "pair_scores",
    "participant_totals",
    "path_jaccard",
    "polygon_iou",
    "ranking_average_precision",
    "relations_f1",
    "restrict",
    "same_labels",
    "span_iou",
    "subtree_jaccard",
    "task_score",
    "task_scores",
    "text_similarity",
    "top_confusions",
    "track_iou",
    "two_way_best_match",
    "without",
    "word_error_rate",
]
