"""The rows of the registry that compare values: numbers, texts, paths, rankings, relations, and
what was said of regions."""

from touchstone.agreement import (
    attached,
    cosine,
    exact,
    numbers,
    ranking,
    relations,
    taxonomy,
    text,
)
from touchstone.agreement.answers import (
    Attached,
    Items,
    Numbers,
    Paths,
    Ranking,
    Relations,
    Texts,
)
from touchstone.agreement.edits import ALGORITHMS
from touchstone.agreement.metric import MATCHING, Metric, Parameter

_MAX_DIFFERENCE = Parameter(
    "max_difference",
    "Largest difference",
    default=1.0,
    minimum=0,
    help="Numbers that differ by at most this are the same; points in time in seconds.",
)

_CASE = Parameter(
    "case",
    "Upper and lower case",
    default=text.KEPT,
    choices=(text.KEPT, text.IGNORED),
    help="Whether upper and lower case differ.",
)

_TEXT = (
    Parameter(
        "algorithm",
        "Algorithm",
        default=text.LEVENSHTEIN,
        choices=tuple(ALGORITHMS),
        help="How two lines are compared.",
    ),
    Parameter(
        "granularity",
        "Unit of text",
        default=text.CHARACTER,
        choices=tuple(text.GRANULARITIES),
        help="What is compared: characters, two or three of them in a row, or words.",
    ),
    _CASE,
    Parameter(
        "whitespace",
        "White space",
        default=text.KEPT,
        choices=(text.KEPT, text.IGNORED),
        help="Whether white space at the ends, and how much there is between words, counts.",
    ),
)

_ATTACHED = (
    MATCHING,
    Parameter(
        "combine",
        "What counts",
        default=attached.PRODUCT,
        choices=attached.COMBINATIONS,
        help="Overlap times what was said; what was said of the region that overlaps best; or the "
        "most similar that was said of any region that overlaps enough.",
    ),
    Parameter(
        "min_iou",
        "Least overlap",
        default=0.0,
        minimum=0,
        maximum=1,
        help="Regions that overlap less have nothing in common.",
    ),
)

VALUE_METRICS: tuple[Metric, ...] = (
    Metric(
        key="jaccard",
        title="Jaccard similarity",
        inputs=(Items,),
        compare=exact.jaccard_many,
        help="What both chose, divided by what either chose.",
    ),
    Metric(
        key="taxonomy_paths",
        title="Common paths",
        inputs=(Paths,),
        compare=taxonomy.path_jaccard_many,
        help="The paths that both chose, divided by the paths that either chose.",
    ),
    Metric(
        key="taxonomy_subtree",
        title="Common subtree",
        inputs=(Paths,),
        compare=taxonomy.subtree_jaccard_many,
        help="As common paths, but a path stands for all above it too, so a near miss counts.",
    ),
    Metric(
        key="numeric_difference",
        title="Numeric difference",
        inputs=(Numbers,),
        compare=numbers.numeric_difference_many,
        help="1 divided by 1 plus the difference: 1 for equal numbers, 0.5 for one apart.",
        default_for=frozenset({"Number", "Rating"}),
    ),
    Metric(
        key="numeric_tolerance",
        title="Numbers within a difference",
        inputs=(Numbers,),
        compare=numbers.numeric_tolerance_many,
        parameters=(_MAX_DIFFERENCE,),
        help="1 if the numbers or points in time are near enough, else 0.",
        binary=True,
    ),
    Metric(
        key="text_similarity",
        title="Text similarity",
        inputs=(Texts,),
        compare=text.text_similarity_many,
        parameters=_TEXT,
        help="How little must be changed to make one text the other, line by line.",
        default_for=frozenset({"TextArea"}),
        usual_threshold=0.85,
    ),
    Metric(
        key="word_error_rate",
        title="Word error rate",
        inputs=(Texts,),
        compare=text.word_error_rate_many,
        parameters=(
            Parameter(
                "granularity",
                "Unit of text",
                default=text.WORD,
                choices=(text.WORD, text.CHARACTER),
                help="Words, or characters for the character error rate.",
            ),
            Parameter(
                "case",
                "Upper and lower case",
                default=text.IGNORED,
                choices=(text.KEPT, text.IGNORED),
                help="Whether upper and lower case differ.",
            ),
        ),
        help="1 less the share of words that are wrong, missing or too many, for transcripts.",
    ),
    Metric(
        key="cosine_similarity",
        title="Cosine similarity",
        inputs=(Texts, Numbers),
        compare=cosine.cosine_similarity_many,
        parameters=(
            Parameter(
                "granularity",
                "Unit of text",
                default=text.WORD,
                choices=tuple(text.GRANULARITIES),
                help="What is counted in texts: words, or characters, two or three in a row.",
            ),
        ),
        help="How far embeddings point the same way, or texts use the same words, in any order.",
        usual_threshold=0.85,
    ),
    Metric(
        key="kendall",
        title="Kendall's tau",
        inputs=(Ranking,),
        compare=ranking.kendall_many,
        help="How many pairs of items are in the same order: 1 for all, 0.5 for half of them.",
        default_for=frozenset({"Ranker"}),
    ),
    Metric(
        key="ranking_average_precision",
        title="Average precision of rankings",
        inputs=(Ranking,),
        compare=ranking.average_precision_many,
        help="How much the first 1, 2, 3, ... items have in common; the top counts most.",
    ),
    Metric(
        key="relations_f1",
        title="F1 of relations",
        inputs=(Relations,),
        compare=relations.relations_f1_many,
        parameters=(
            Parameter(
                "iou",
                "Least overlap",
                default=relations.DEFAULT_IOU,
                minimum=0.001,
                maximum=1,
                help="The regions at either end must overlap by this to be the same.",
            ),
        ),
        help="The share of relations that both drew: same label, direction and regions.",
        default_for=frozenset({"Relations"}),
    ),
    Metric(
        key="region_choices",
        title="Choices of regions",
        inputs=(Attached,),
        compare=attached.region_choices_many,
        parameters=_ATTACHED,
        help="How far regions overlap, times how alike the choices made for them are.",
        default_for=frozenset({"Choices per region", "Taxonomy per region"}),
    ),
    Metric(
        key="region_text",
        title="Texts of regions",
        inputs=(Attached,),
        compare=attached.region_text_many,
        parameters=(*_ATTACHED, *_TEXT),
        help="How far regions overlap, times how alike the texts written for them are.",
        default_for=frozenset({"TextArea per region"}),
    ),
    Metric(
        key="region_number",
        title="Numbers of regions",
        inputs=(Attached,),
        compare=attached.region_number_many,
        parameters=(
            *_ATTACHED,
            Parameter(
                "max_difference",
                "Largest difference",
                default=None,
                minimum=0,
                help="If set, numbers are the same when they differ by at most this; else they "
                "are compared by numeric difference.",
            ),
        ),
        help="How far regions overlap, times how close the numbers given for them are.",
        default_for=frozenset({"Number per region", "Rating per region"}),
    ),
    Metric(
        key="region_values",
        title="Equal values of regions",
        inputs=(Attached,),
        compare=attached.region_values_many,
        parameters=_ATTACHED,
        help="How far regions of which the very same was said overlap.",
        default_for=frozenset({"DateTime per region"}),
    ),
)
