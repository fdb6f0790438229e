"""What people and models answer to a message, each with faults of their own."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from touchstone.demo.records import Result, new_region_id
from touchstone.demo.tickets.messages import Entity, Message
from touchstone.demo.work import Appraisal

TOPICS: Final = ("Delivery", "Billing", "Returns", "Product fault", "Account", "Product question")
NEEDS: Final = (
    "Refund",
    "Replacement",
    "Status update",
    "Explanation",
    "Call back",
    "Escalation",
)
ENTITIES: Final = ("Person", "Organisation", "Product", "Date", "Money", "Place")

_MAX_WIDENING = 14  # code points; stops at scripts without spaces


@dataclass(frozen=True, slots=True)
class Answer:
    topic: str
    needs: tuple[str, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody works: probabilities of each kind of fault."""

    misses: float = 0.02
    misses_of: Mapping[str, float] = field(default_factory=dict)
    """Replaces `misses` for single entity labels."""
    widens: float = 0.03
    relabels: float = 0.01
    wrong_topic: float = 0.02
    takes_second_topic: float = 0.25
    mixes_up: Mapping[str, str] = field(default_factory=dict)
    mix_up_rate: float = 0.0
    drops_need: float = 0.08
    adds_need: float = 0.05
    skips_foreign: float = 0.0


_CONFUSABLE: Final = {
    "Organisation": "Product",
    "Product": "Organisation",
    "Place": "Organisation",
    "Person": "Organisation",
    "Date": "Money",
    "Money": "Date",
}


def right_answer(message: Message) -> Answer:
    return Answer(message.topic, message.needs, message.entities)


def answer_message(message: Message, habit: Habit, rng: random.Random) -> Answer:
    """The right answer, spoilt as the habit says."""
    return Answer(
        topic=_choose_topic(message, habit, rng),
        needs=_choose_needs(message.needs, habit, rng),
        entities=tuple(_mark_entities(message, habit, rng)),
    )


def _choose_topic(message: Message, habit: Habit, rng: random.Random) -> str:
    mixed = habit.mixes_up.get(message.topic)
    if mixed is not None and rng.random() < habit.mix_up_rate:
        return mixed
    if message.second_topic is not None and rng.random() < habit.takes_second_topic:
        return message.second_topic
    if rng.random() < habit.wrong_topic:
        return rng.choice([topic for topic in TOPICS if topic != message.topic])
    return message.topic


def _choose_needs(right: tuple[str, ...], habit: Habit, rng: random.Random) -> tuple[str, ...]:
    chosen = set(right)
    if len(chosen) > 1 and rng.random() < habit.drops_need * len(chosen):
        chosen.remove(rng.choice(right))
    if rng.random() < habit.adds_need:
        chosen.add(rng.choice(NEEDS))
    return tuple(need for need in NEEDS if need in chosen)


def _mark_entities(message: Message, habit: Habit, rng: random.Random) -> list[Entity]:
    marked: list[Entity] = []
    for index, entity in enumerate(message.entities):
        if rng.random() < habit.misses_of.get(entity.label, habit.misses):
            continue
        given = entity
        if rng.random() < habit.widens:
            floor = marked[-1].end if marked else 0
            following = message.entities[index + 1 : index + 2]
            ceiling = following[0].start if following else len(message.text)
            given = _widen(message.text, given, rng, floor=floor, ceiling=ceiling)
        if rng.random() < habit.relabels:
            given = replace(given, label=_CONFUSABLE[given.label])
        marked.append(given)
    return marked


def _widen(text: str, entity: Entity, rng: random.Random, *, floor: int, ceiling: int) -> Entity:
    """Take in the word before, or the mark or word after, without touching a neighbour."""
    before = text[floor : entity.start].rstrip(" ")
    word_start = floor + max(before.rfind(" "), before.rfind("\n")) + 1
    same_sentence = before != "" and before[-1] not in ".!?\n。！？"
    is_word = same_sentence and text[word_start].isalnum()
    if is_word and rng.random() < 0.6 and entity.start - word_start <= _MAX_WIDENING:
        return replace(entity, start=word_start)
    end = entity.end
    if end < ceiling and text[end] in ".,!?)。、":
        return replace(entity, end=end + 1)
    words = text[end:ceiling].split(" ", 2)
    if len(words) == 3 and words[0] == "" and len(words[1]) <= _MAX_WIDENING:
        return replace(entity, end=end + 1 + len(words[1]))
    return entity


def to_result(
    message: Message, answer: Answer, rng: random.Random, *, origin: str = "manual"
) -> Result:
    """Result items of an answer, in the form of exported files."""
    common = {"to_name": "text", "origin": origin}
    result: Result = [
        {
            "id": new_region_id(rng),
            "from_name": name,
            "type": "choices",
            "value": {"choices": list(chosen)},
            **common,
        }
        for name, chosen in (("topic", (answer.topic,)), ("needs", answer.needs))
        if chosen
    ]
    result += [
        {
            "id": new_region_id(rng),
            "from_name": "entity",
            "type": "labels",
            "value": {
                "start": entity.start,
                "end": entity.end,
                "text": message.text[entity.start : entity.end],
                "labels": [entity.label],
            },
            **common,
        }
        for entity in answer.entities
    ]
    return result


def find_faults(message: Message, answer: Answer) -> Appraisal:
    """How bad the differences from the right answer are, and what a reviewer says of them."""
    severity = 0.0
    remarks: list[str] = []
    if answer.topic != message.topic:
        severity += 2
        remarks.append(f"The customer's main concern is {message.topic}, not {answer.topic}.")
    if set(answer.needs) != set(message.needs):
        severity += 0.75
        remarks.append(_say_needs(set(message.needs), set(answer.needs)))

    given = {(entity.start, entity.end): entity.label for entity in answer.entities}
    for entity in message.entities:
        words = message.text[entity.start : entity.end]
        label = given.get((entity.start, entity.end))
        if label == entity.label:
            continue
        if label is not None:
            severity += 1
            remarks.append(f"“{words}” is {entity.label}, not {label}.")
        elif any(start < entity.end and entity.start < end for start, end in given):
            severity += 0.5
            remarks.append(f"Mark “{words}” only, without the words around it.")
        else:
            severity += 1
            remarks.append(f"“{words}” ({entity.label}) is not marked.")
    return Appraisal(severity, remarks)


def _say_needs(right: set[str], given: set[str]) -> str:
    missing = [need for need in NEEDS if need in right - given]
    surplus = [need for need in NEEDS if need in given - right]
    parts = []
    if missing:
        parts.append(f"also asks for: {', '.join(missing)}")
    if surplus:
        parts.append(f"does not ask for: {', '.join(surplus)}")
    return f"The customer {'; '.join(parts)}."
