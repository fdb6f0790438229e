"""Exhibits of questions about the whole task: ticked, typed, rated, chosen, put in order."""

from typing import Any, Final

from touchstone.demo.gallery.exhibit import Exhibit, Shown, as_predicted, item, plain
from touchstone.demo.records import Result

_REVIEW: Final = (
    "The kettle boils fast and the handle stays cool. After three weeks the lid no longer closes "
    "by itself, so I press it down by hand. I would buy it again, but not at the full price."
)


def _answer(who: str, control: str, kind: str, shown: str = "text", **value: Any) -> Any:
    return item(control, shown, kind, f"{who}-{control}", value)


def _choices(who: str, control: str, *chosen: Any) -> Any:
    return _answer(who, control, "choices", choices=list(chosen))


def _choice_answers(who: str, tone: str, topics: list[str], part: list[str], shop: str) -> Result:
    result = [
        _choices(who, "tone", tone),
        _choices(who, "topics", *topics),
        _choices(who, "part", part),
        _choices(who, "shop", shop),
    ]
    if tone == "mixed":
        result.append(_choices(who, "why", "Praise and fault"))
    return result


CHOICES: Final = Exhibit(
    name="Choices",
    about="One of several, many of several, nested, from the task's own data, and on a condition.",
    label_config="""\
<View>
  <Header value="What does the customer say about $product?" size="4"/>
  <Text name="text" value="$review"/>
  <Choices name="tone" toName="text" choice="single" showInline="true" required="true">
    <Choice value="Content" alias="good" hotkey="q" hint="Would buy it again"/>
    <Choice value="Mixed" alias="mixed" hotkey="w"/>
    <Choice value="Disappointed" alias="bad" hotkey="e" background="#e03131"/>
  </Choices>
  <View visibleWhen="choice-selected" whenTagName="tone" whenChoiceValue="mixed">
    <Choices name="why" toName="text">
      <Choice value="Praise and fault"/><Choice value="Sarcasm"/><Choice value="Unclear"/>
    </Choices>
  </View>
  <Choices name="topics" toName="text" choice="multiple">
    <Choice value="Quality"/><Choice value="Price"/><Choice value="Delivery"/><Choice value="Service"/>
  </Choices>
  <Choices name="part" toName="text" choice="single" allowNested="true">
    <Choice value="Body"><Choice value="Handle"/><Choice value="Lid"/></Choice>
    <Choice value="Base"><Choice value="Plug"/><Choice value="Switch"/></Choice>
  </Choices>
  <Choices name="shop" toName="text" value="$shops" layout="select"/>
</View>
""",
    tasks=(
        Shown(
            plain(
                product="the Tarn kettle",
                review=_REVIEW,
                shops=[{"value": "Quay Street"}, {"value": "Online", "alias": "web"}],
            ),
            (
                _choice_answers("a", "mixed", ["Quality", "Price"], ["Body", "Lid"], "web"),
                _choice_answers("b", "good", ["Quality"], ["Body", "Handle"], "web"),
                _choice_answers("c", "mixed", ["Price", "Quality"], ["Body", "Lid"], "Quay Street"),
            ),
            as_predicted(_choice_answers("m", "bad", ["Quality", "Service"], ["Body"], "web")),
        ),
    ),
    files={},
)

_TAXONOMY_CONFIG: Final = """\
<View>
  <Text name="text" value="$text"/>
  <Taxonomy name="species" toName="text" leafsOnly="true" maxUsages="3" placeholder="Which bird?">
    <Choice value="Waterbirds">
      <Choice value="Ducks"><Choice value="Mallard"/><Choice value="Teal"/><Choice value="Eider"/></Choice>
      <Choice value="Gulls"><Choice value="Herring gull"/><Choice value="Kittiwake"/></Choice>
    </Choice>
    <Choice value="Songbirds">
      <Choice value="Thrushes"><Choice value="Blackbird"/><Choice value="Robin"/></Choice>
      <Choice value="Finches"><Choice value="Linnet"/><Choice value="Siskin"/></Choice>
    </Choice>
  </Taxonomy>
  <Taxonomy name="place" toName="text" value="$places"/>
</View>
"""


def _species(who: str, places: list[list[str]], *paths: list[str]) -> Result:
    return [
        _answer(who, "species", "taxonomy", taxonomy=list(paths)),
        _answer(who, "place", "taxonomy", taxonomy=places),
    ]


_MALLARD: Final = ["Waterbirds", "Ducks", "Mallard"]
_TEAL: Final = ["Waterbirds", "Ducks", "Teal"]
_GULL: Final = ["Waterbirds", "Gulls", "Herring gull"]
_ROBIN: Final = ["Songbirds", "Thrushes", "Robin"]

TAXONOMY: Final = Exhibit(
    name="Taxonomy",
    about="A tree of answers, one written in the configuration and one that the task brings.",
    label_config=_TAXONOMY_CONFIG,
    tasks=(
        Shown(
            plain(
                text="07:40, low tide. Two mallards and a smaller duck with a green wing patch "
                "beside them; a robin sang from the harbour wall.",
                places=[
                    {
                        "value": "Harbour",
                        "children": [{"value": "Wall"}, {"value": "Basin", "alias": "basin"}],
                    },
                    {"value": "Shore", "children": [{"value": "Mudflat"}]},
                ],
            ),
            (
                _species("a", [["Harbour", "basin"]], _MALLARD, _TEAL, _ROBIN),
                _species("b", [["Harbour", "basin"]], _MALLARD, _ROBIN),
                _species("c", [["Shore", "Mudflat"]], _MALLARD, _TEAL, _ROBIN),
            ),
            as_predicted(_species("m", [["Harbour", "Wall"]], _MALLARD, _GULL)),
        ),
    ),
    files={},
)


def _form(who: str, stars: int, people: float, day: str, notes: list[str], name: str) -> Result:
    return [
        _answer(who, "stars", "rating", rating=stars),
        _answer(who, "people", "number", number=people),
        _answer(who, "day", "datetime", datetime=day),
        _answer(who, "notes", "textarea", text=notes),
        _answer(who, "title", "textarea", text=[name]),
    ]


FORM: Final = Exhibit(
    name="Rating, Number, DateTime, TextArea",
    about="Answers that are given as stars, as a number, as a day, and in words.",
    label_config="""\
<View>
  <Text name="text" value="$text"/>
  <Header value="How usable is this report?" size="5"/>
  <Rating name="stars" toName="text" maxRating="5" icon="star" size="medium"/>
  <Header value="People involved" size="5"/>
  <Number name="people" toName="text" min="0" max="40" step="1" defaultValue="1"/>
  <Header value="Day of the incident" size="5"/>
  <DateTime name="day" toName="text" only="date" format="%Y-%m-%d"/>
  <Header value="Title" size="5"/>
  <TextArea name="title" toName="text" maxSubmissions="1" placeholder="A short title"/>
  <Header value="Follow-ups" size="5"/>
  <TextArea name="notes" toName="text" rows="3" editable="true" maxSubmissions="4"
            placeholder="One action per entry"/>
</View>
""",
    tasks=(
        Shown(
            plain(
                text="On the second of March the gangway of the Isla slipped while four passengers "
                "and a deckhand were on it. Nobody was hurt. The latch on the shore side "
                "was worn; it was replaced the same evening."
            ),
            (
                _form(
                    "a",
                    4,
                    5,
                    "2026-03-02",
                    ["Check the other latches", "Brief the crew"],
                    "Gangway slipped",
                ),
                _form("b", 5, 4, "2026-03-02", ["Check the other latches"], "Gangway slipped"),
                _form(
                    "c",
                    4,
                    5,
                    "2026-03-03",
                    ["Check the other latches", "Brief all crews"],
                    "Worn latch on gangway",
                ),
            ),
            as_predicted(
                _form("m", 3, 5, "2026-03-02", ["Replace the latch"], "Incident on the Isla")
            ),
        ),
    ),
    files={},
)


def _better(who: str, side: str, reasons: list[str]) -> Result:
    return [
        item("better", "left", "pairwise", f"{who}-better", {"selected": side}),
        item("reason", "left", "choices", f"{who}-reason", {"choices": reasons}),
    ]


PAIRWISE: Final = Exhibit(
    name="Pairwise",
    about="Two texts side by side, and the question which is better.",
    label_config="""\
<View>
  <Style>.pair { display: flex; gap: 16px; }</Style>
  <Header value="$question"/>
  <View style="display: grid; grid-template-columns: 1fr 1fr; gap: 16px">
    <Text name="left" value="$first"/>
    <Text name="right" value="$second"/>
  </View>
  <Pairwise name="better" toName="left,right" leftClass="left" rightClass="right"/>
  <Choices name="reason" toName="left" choice="multiple" showInline="true">
    <Choice value="Correct"/><Choice value="Clear"/><Choice value="Short"/>
  </Choices>
</View>
""",
    tasks=(
        Shown(
            plain(
                question="Why is the sea salty?",
                first="Rivers carry dissolved minerals from rocks to the sea. Water leaves again "
                "as vapour, the minerals stay, and over millions of years they add up.",
                second="Because of salt. There is a lot of it in the sea, and it has been there for "
                "a very long time, which is why the water tastes the way it does.",
            ),
            (
                _better("a", "left", ["Correct", "Clear"]),
                _better("b", "left", ["Correct"]),
                _better("c", "right", ["Short"]),
            ),
            as_predicted(_better("m", "left", ["Correct"])),
        ),
    ),
    files={},
)

_HITS: Final = [
    {"id": "tides", "title": "Tide tables", "body": "High and low water at Oban for every day."},
    {"id": "ferry", "title": "Ferry times", "body": "Departures to Mull, Coll and Tiree."},
    {"id": "shop", "title": "Chandlery", "body": "Rope, anchors and paint, open till six."},
    {"id": "walk", "title": "Coast walk", "body": "Nine kilometres along the cliffs."},
]


def _order(who: str, best: list[str], useful: list[str], rest: list[str]) -> Result:
    buckets = {"best": best, "useful": useful, "rest": rest}
    return [_answer(who, "buckets", "ranker", "hits", ranker=buckets)]


def _ranks(who: str, *ids: str) -> Result:
    return [_answer(who, "order", "ranker", "hits", ranker={"order": list(ids)})]


BUCKETS: Final = Exhibit(
    name="Ranker with buckets",
    about="Search results put into buckets, in order within each.",
    label_config="""\
<View>
  <Header value="Question: $question" size="4"/>
  <List name="hits" value="$hits" title="Found"/>
  <Ranker name="buckets" toName="hits">
    <Bucket name="best" title="Answers it"/>
    <Bucket name="useful" title="Helps"/>
    <Bucket name="rest" title="Off the point"/>
  </Ranker>
</View>
""",
    tasks=(
        Shown(
            plain(question="When does the next boat to Coll leave?", hits=_HITS),
            (
                _order("a", ["ferry"], ["tides"], ["shop", "walk"]),
                _order("b", ["ferry", "tides"], [], ["walk", "shop"]),
                _order("c", ["ferry"], ["tides", "walk"], ["shop"]),
            ),
            as_predicted(_order("m", ["ferry"], [], ["tides", "shop", "walk"])),
        ),
    ),
    files={},
)

RANKER: Final = Exhibit(
    name="Ranker",
    about="One list, put in order.",
    label_config="""\
<View>
  <Header value="Question: $question" size="4"/>
  <List name="hits" value="$hits" title="Best first"/>
  <Ranker name="order" toName="hits"/>
</View>
""",
    tasks=(
        Shown(
            plain(question="When is it low water tomorrow?", hits=_HITS),
            (
                _ranks("a", "tides", "ferry", "walk", "shop"),
                _ranks("b", "tides", "walk", "ferry", "shop"),
                _ranks("c", "tides", "ferry", "walk", "shop"),
            ),
            as_predicted(_ranks("m", "ferry", "tides", "shop", "walk")),
        ),
    ),
    files={},
)

ROOM: Final = (CHOICES, TAXONOMY, FORM, PAIRWISE, RANKER, BUCKETS)
