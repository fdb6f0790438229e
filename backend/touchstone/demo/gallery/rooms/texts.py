"""Exhibits of things to read: texts, pages, talks, chats and tables."""

from typing import Any, Final

from touchstone.demo.gallery.exhibit import Exhibit, Shown, as_predicted, item, plain, relation
from touchstone.demo.records import Result

_NEWS: Final = (
    "Ingrid Solberg \N{SAILBOAT}\N{VARIATION SELECTOR-16} took the Marlow ferry from Oban to Coll on Friday. "
    "The Hebrides Trust had asked her to count the kittiwakes, whose colony at Calgary Bay has "
    "halved since 2019. \N{LEFT DOUBLE QUOTATION MARK}We counted twice,\N{RIGHT DOUBLE QUOTATION MARK} "
    "said Solberg, \N{LEFT DOUBLE QUOTATION MARK}and the second count was no better.\N{RIGHT DOUBLE QUOTATION MARK}"
)


def _span(who: str, words: str, label: str, *, number: int = 1) -> dict[str, Any]:
    """A labelled stretch of the news; `number` says which occurrence of the words."""
    start = -1
    for _ in range(number):
        start = _NEWS.index(words, start + 1)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return item(
        "entity", "text", "labels", f"{who}-{words.lower().replace(' ', '-')}-{number}", value
    )


def _of_span(span: dict[str, Any], control: str, kind: str, **answer: Any) -> dict[str, Any]:
    """An answer about one stretch: an item of the same id that repeats its place."""
    place = {key: value for key, value in span["value"].items() if key != "labels"}
    return item(control, "text", kind, span["id"], {**place, **answer})


def _news(who: str, *, place: str, org: str, second: bool) -> Result:
    solberg = _span(who, "Ingrid Solberg", "Person")
    oban = _span(who, "Oban", "Place")
    trust = _span(who, org, "Organisation")
    bay = _span(who, place, "Place")
    result = [
        solberg,
        _of_span(solberg, "role", "choices", choices=["Acts"]),
        oban,
        _span(who, "Coll", "Place"),
        trust,
        _of_span(trust, "role", "choices", choices=["Asks"]),
        _of_span(trust, "note", "textarea", text=["A charity"]),
        bay,
        relation(solberg["id"], trust["id"], "works for"),
        relation(oban["id"], bay["id"], direction="bi"),
    ]
    if second:
        result.insert(7, _span(who, "Solberg", "Person", number=2))
    return result


TEXT: Final = Exhibit(
    name="Labels on Text, Relations",
    about="Stretches of a text, with questions about each of them and lines between them.",
    label_config="""\
<View>
  <Relations><Relation value="works for"/><Relation value="near"/></Relations>
  <Labels name="entity" toName="text" showInline="true">
    <Label value="Person" background="#f08c00" hotkey="1"/>
    <Label value="Place" background="#1c7ed6" hotkey="2"/>
    <Label value="Organisation" background="#9c36b5" hotkey="3"/>
    <Label value="Date" background="#2b8a3e" hotkey="4"/>
  </Labels>
  <Text name="text" value="$text" granularity="word"/>
  <Choices name="role" toName="text" perRegion="true">
    <Choice value="Acts"/><Choice value="Asks"/><Choice value="Is mentioned"/>
  </Choices>
  <TextArea name="note" toName="text" perRegion="true" placeholder="Remark"/>
</View>
""",
    tasks=(
        Shown(
            plain(text=_NEWS),
            (
                _news("a", place="Calgary Bay", org="Hebrides Trust", second=True),
                _news("b", place="Calgary", org="Hebrides Trust", second=False),
                [
                    *_news("c", place="Calgary Bay", org="The Hebrides Trust", second=True),
                    _span("c", "Friday", "Date"),
                    _span("c", "2019", "Date"),
                ],
            ),
            as_predicted(
                [
                    _span("m", "Ingrid Solberg", "Person"),
                    _span("m", "Marlow", "Organisation"),
                    _span("m", "Oban", "Place"),
                    _span("m", "Coll", "Person"),
                ]
            ),
        ),
    ),
    files={},
)

_BLOCKS: Final = (
    ("h2", "Notice to mariners"),
    ("p", "The light at Ardnamurchan is out until further notice."),
    ("p", "Keep a mile off the skerries; the buoy north of them has drifted."),
    ("p", "Report sightings to the harbour office on channel 12."),
)
PAGE: Final = (
    "<article>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in _BLOCKS) + "</article>"
)


def _mark(who: str, words: str, label: str) -> dict[str, Any]:
    """Labelled words of the notice, placed by the path of their element and by the whole text."""
    before = 0
    seen: dict[str, int] = {}
    for tag, text in _BLOCKS:
        seen[tag] = seen.get(tag, 0) + 1
        start = text.find(words)
        if start >= 0:
            path = f"/article[1]/{tag}[{seen[tag]}]/text()[1]"
            end = start + len(words)
            value = {
                "start": path,
                "end": path,
                "startOffset": start,
                "endOffset": end,
                "globalOffsets": {"start": before + start, "end": before + end},
                "text": words,
                "hypertextlabels": [label],
            }
            name = f"{who}-{words.split()[0].lower()}"
            return item("mark", "page", "hypertextlabels", name, value)
        before += len(text)
    raise ValueError(f"the page does not say {words!r}")


HYPERTEXT: Final = Exhibit(
    name="HyperTextLabels",
    about="Stretches of a page with markup.",
    label_config="""\
<View>
  <HyperTextLabels name="mark" toName="page">
    <Label value="Hazard" background="#e03131"/>
    <Label value="Place" background="#1c7ed6"/>
    <Label value="Contact" background="#2b8a3e"/>
  </HyperTextLabels>
  <HyperText name="page" value="$page"/>
</View>
""",
    tasks=(
        Shown(
            plain(page=PAGE),
            (
                [
                    _mark("a", "Ardnamurchan", "Place"),
                    _mark("a", "The light at Ardnamurchan is out", "Hazard"),
                    _mark("a", "buoy north of them has drifted", "Hazard"),
                    _mark("a", "channel 12", "Contact"),
                ],
                [
                    _mark("b", "Ardnamurchan", "Place"),
                    _mark("b", "has drifted", "Hazard"),
                    _mark("b", "harbour office on channel 12", "Contact"),
                ],
                [
                    _mark("c", "Ardnamurchan", "Place"),
                    _mark("c", "light at Ardnamurchan is out", "Hazard"),
                    _mark("c", "skerries", "Place"),
                    _mark("c", "channel 12", "Contact"),
                ],
            ),
            as_predicted([_mark("m", "Ardnamurchan", "Place"), _mark("m", "skerries", "Hazard")]),
        ),
    ),
    files={},
)

_TALK: Final = [
    {"author": "Dana", "text": "Harbour office, good morning."},
    {"author": "Skipper", "text": "Morning. Is the fuel berth free at noon?"},
    {"author": "Dana", "text": "It is, but only until half past. After that the Isla comes in."},
    {"author": "Skipper", "text": "That is enough. Please write down the Juniper, forty litres."},
    {"author": "Dana", "text": "Noted. Anything else?"},
]


def _said(who: str, turn: int, words: str, label: str) -> dict[str, Any]:
    start = _TALK[turn]["text"].index(words)
    value = {
        "start": str(turn),
        "end": str(turn),
        "startOffset": start,
        "endOffset": start + len(words),
        "text": words,
        "paragraphlabels": [label],
    }
    return item("act", "talk", "paragraphlabels", f"{who}-turn-{turn}", value)


PARAGRAPHS: Final = Exhibit(
    name="ParagraphLabels",
    about="A dialogue, turn by turn.",
    label_config="""\
<View>
  <ParagraphLabels name="act" toName="talk">
    <Label value="Question" background="#1c7ed6"/>
    <Label value="Answer" background="#2b8a3e"/>
    <Label value="Order" background="#e8590c"/>
  </ParagraphLabels>
  <Paragraphs name="talk" value="$talk" layout="dialogue" nameKey="author" textKey="text"/>
</View>
""",
    tasks=(
        Shown(
            plain(talk=_TALK),
            (
                [
                    _said("a", 1, "Is the fuel berth free at noon?", "Question"),
                    _said("a", 2, "It is, but only until half past.", "Answer"),
                    _said("a", 3, "Please write down the Juniper, forty litres.", "Order"),
                    _said("a", 4, "Anything else?", "Question"),
                ],
                [
                    _said("b", 1, "Morning. Is the fuel berth free at noon?", "Question"),
                    _said("b", 2, "It is, but only until half past.", "Answer"),
                    _said("b", 3, "the Juniper, forty litres.", "Order"),
                ],
                [
                    _said("c", 1, "Is the fuel berth free at noon?", "Question"),
                    _said("c", 2, "After that the Isla comes in.", "Answer"),
                    _said("c", 3, "Please write down the Juniper, forty litres.", "Answer"),
                    _said("c", 4, "Anything else?", "Question"),
                ],
            ),
            as_predicted([_said("m", 1, "Is the fuel berth free at noon?", "Question")]),
        ),
    ),
    files={},
)


def _choice(who: str, control: str, shown: str, *chosen: str) -> dict[str, Any]:
    return item(control, shown, "choices", f"{who}-{control}", {"choices": list(chosen)})


TABLE: Final = Exhibit(
    name="Table",
    about="A record shown as rows.",
    label_config="""\
<View>
  <Table name="record" value="$record"/>
  <Choices name="complete" toName="record" showInline="true">
    <Choice value="Complete"/><Choice value="Something is missing"/>
  </Choices>
</View>
""",
    tasks=(
        Shown(
            plain(
                record={
                    "Vessel": "Juniper",
                    "Length": 11.4,
                    "Berth": "C7",
                    "Insured": True,
                    "Last inspection": None,
                    "Crew": ["Mateus Carvalho", "Yuki Tanabe"],
                }
            ),
            (
                [_choice("a", "complete", "record", "Something is missing")],
                [_choice("b", "complete", "record", "Something is missing")],
                [_choice("c", "complete", "record", "Complete")],
            ),
            as_predicted([_choice("m", "complete", "record", "Complete")]),
        ),
    ),
    files={},
)


def _verdict(who: str, stars: int, fault: str) -> Result:
    return [
        item("helpful", "chat", "rating", f"{who}-helpful", {"rating": stars}),
        _choice(who, "fault", "chat", fault),
    ]


CHAT: Final = Exhibit(
    name="Chat",
    about="A conversation with an assistant, and how good it was.",
    label_config="""\
<View>
  <Chat name="chat" value="$messages"/>
  <Rating name="helpful" toName="chat" maxRating="5"/>
  <Choices name="fault" toName="chat">
    <Choice value="No fault"/><Choice value="Wrong"/><Choice value="Too long"/>
  </Choices>
</View>
""",
    tasks=(
        Shown(
            plain(
                messages=[
                    {"role": "system", "content": "You answer questions about the harbour."},
                    {"role": "user", "content": "Which knot holds a fender on a rail?"},
                    {
                        "role": "assistant",
                        "content": "A clove hitch, with a half hitch after it so that it does not "
                        "slip. For a rope that is left overnight use a round turn and "
                        "two half hitches.",
                    },
                    {"role": "user", "content": "And to join two ropes?"},
                    {"role": "assistant", "content": "A sheet bend, doubled if one is thinner."},
                ]
            ),
            (
                _verdict("a", 5, "No fault"),
                _verdict("b", 4, "No fault"),
                _verdict("c", 3, "Too long"),
            ),
            as_predicted(_verdict("m", 4, "No fault")),
        ),
    ),
    files={},
)

ROOM: Final = (TEXT, HYPERTEXT, PARAGRAPHS, TABLE, CHAT)
