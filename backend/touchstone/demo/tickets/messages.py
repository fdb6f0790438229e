"""Read the message templates and fill them, keeping account of where every entity lands."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from touchstone.demo.tickets import vocabulary

_HEADER = re.compile(
    r"@ (?P<topic>[^~|]+?)(?: ~ (?P<second>[^|]+?))? \| (?P<needs>[^|]+) \| (?P<language>\w+)$"
)
_WORDINGS = re.compile(r"<([^<>]*)>")
_MARK = re.compile(
    r"\[(?P<label>[A-Z]\w+):(?P<words>[^\]]+)\]"
    r"|\{(?P<slot>[a-z]+)(?P<number>\d?)(?:\.(?P<kind>\w+))?\}"
)

ENTITY_OF_SLOT: Final[dict[str, str | None]] = {
    "person": "Person",
    "friend": "Person",
    "agent": "Person",
    "carrier": "Organisation",
    "bank": "Organisation",
    "payer": "Organisation",
    "firm": "Organisation",
    "maker": "Organisation",
    "product": "Product",
    "date": "Date",
    "soon": "Date",
    "money": "Money",
    "place": "Place",
    "country": "Place",
    "time": None,
    "order": None,
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity; `start` and `end` count code points, half-open."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Template:
    topic: str
    second_topic: str | None
    needs: tuple[str, ...]
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """A filled template with the right answer to every question the project asks."""

    text: str
    entities: tuple[Entity, ...]
    topic: str
    second_topic: str | None
    needs: tuple[str, ...]
    language: str


@cache
def load_templates() -> tuple[Template, ...]:
    """Parse `messages.txt`. Raises ValueError for a record without a proper header."""
    lines = files(__package__).joinpath("messages.txt").read_text(encoding="utf-8").splitlines()
    records = "\n".join(line for line in lines if not line.startswith("#")).split("\n\n")
    return tuple(_parse_record(record.strip()) for record in records if record.strip())


def fill_template(template: Template, rng: random.Random, received: datetime) -> Message:
    """Choose wordings and fill the slots; entities come out in order of their start."""
    source = template.text
    if template.language == "en":
        source = _frame(source, rng)
    source = _WORDINGS.sub(lambda match: rng.choice(match[1].split("|")), source)
    text, entities = _fill_marks(source, _Filler(rng, received))
    return Message(
        text=text,
        entities=tuple(entities),
        topic=template.topic,
        second_topic=template.second_topic,
        needs=template.needs,
        language=template.language,
    )


def _parse_record(record: str) -> Template:
    header, _, text = record.partition("\n")
    match = _HEADER.match(header)
    if match is None or not text:
        raise ValueError(f"not a message record: {record[:60]!r}")
    needs = tuple(need.strip() for need in match["needs"].split(","))
    return Template(match["topic"], match["second"], needs, match["language"], text)


def _frame(source: str, rng: random.Random) -> str:
    """Add a greeting and a signature as often as people write one."""
    greets = source.startswith(("Hello", "Hi ", "Hey"))
    if source[:1].isupper() and not greets and rng.random() < 0.4:
        greeting = rng.choice(vocabulary.GREETINGS)
        source = greeting + ("\n" if greeting.endswith(",") else " ") + source
    if rng.random() < 0.55:
        source = f"{source}{rng.choice(vocabulary.SIGNATURES)}"
    return source


def _fill_marks(source: str, filler: "_Filler") -> tuple[str, list[Entity]]:
    parts: list[str] = []
    entities: list[Entity] = []
    length = position = 0
    for match in _MARK.finditer(source):
        plain = source[position : match.start()]
        words, label = filler.words_of(match)
        start = length + len(plain)
        parts += (plain, words)
        length = start + len(words)
        if label is not None:
            entities.append(Entity(start, length, label))
        position = match.end()
    parts.append(source[position:])
    return "".join(parts), entities


class _Filler:
    """Fills the slots of one message: a repeated slot repeats its words, a numbered one differs."""

    def __init__(self, rng: random.Random, received: datetime) -> None:
        self._rng = rng
        self._received = received
        self._date_style = rng.choice(vocabulary.DATE_STYLES)
        self._currency = rng.choice(vocabulary.CURRENCIES)
        self._used: dict[str, str] = {}

    def words_of(self, match: re.Match[str]) -> tuple[str, str | None]:
        if match["label"]:
            return match["words"], match["label"]
        slot = match["slot"]
        key = slot + match["number"]
        if key not in self._used:
            self._used[key] = self._new_words(slot, match["number"], match["kind"])
        return self._used[key], ENTITY_OF_SLOT[slot]

    def _new_words(self, slot: str, number: str, kind: str | None) -> str:
        taken = set(self._used.values())
        for words in self._candidates(slot, number, kind):
            if words not in taken:
                return words
        raise ValueError(f"no words left for {slot}")

    def _candidates(self, slot: str, number: str, kind: str | None) -> Iterator[str]:
        for _ in range(50):
            if slot == "date":
                yield self._past_date()
            elif slot == "soon":
                yield self._coming_date()
            elif slot == "money":
                yield self._amount(larger=number == "2")
            elif slot == "order":
                yield f"NL-{self._rng.randrange(40_000, 99_999)}"
            elif slot == "time":
                yield f"{self._rng.randrange(8, 18)}:{self._rng.choice(('05', '20', '40', '55'))}"
            elif slot == "product":
                yield self._rng.choice(vocabulary.products(kind))
            else:
                yield self._rng.choice(vocabulary.WORDS[slot])

    def _past_date(self) -> str:
        day = self._received - timedelta(days=self._rng.randrange(2, 25))
        return vocabulary.write_date(day, self._date_style)

    def _coming_date(self) -> str:
        day = self._received + timedelta(days=self._rng.randrange(2, 12))
        return vocabulary.write_date(day, self._date_style)

    def _amount(self, *, larger: bool) -> str:
        """A price; `{money2}` is always more than `{money}`."""
        whole = self._rng.choice(
            (129, 149, 189, 240, 310) if larger else (12, 18, 24, 35, 49, 64, 89)
        )
        cents = self._rng.choice(("", ".50", ".90", ".95"))
        return self._currency.format(f"{whole}{cents}")
