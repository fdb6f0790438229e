"""The tasks of the project "Support tickets"."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from touchstone.demo import records
from touchstone.demo.calendar import iso, working_moment
from touchstone.demo.people import ANNA, BEN, CHEN, DARA
from touchstone.demo.records import Record
from touchstone.demo.tickets.answers import (
    Answer,
    Habit,
    answer_message,
    find_faults,
    right_answer,
    to_result,
)
from touchstone.demo.tickets.messages import Template, fill_template, load_templates
from touchstone.demo.work import Annotator, new_unique_id, review

TASKS: Final = 120
_IN_PROGRESS: Final = 8
"""The newest tasks, which not everybody has reached yet."""
_REVIEWED_TASKS: Final = 44
_GROUND_TRUTHS: Final = 15
_OPENING: Final = 12
"""Among the first tasks the English ones come first, as most visitors read those."""

TITLE: Final = "Support tickets"
DESCRIPTION: Final = (
    "Messages to a shop's customer service: what each is about, what the customer needs, and "
    "the people, products, dates and amounts it names."
)
INSTRUCTION: Final = (
    "<p>Choose the <b>one topic</b> the customer cares about most, and everything the customer "
    "asks for. Mark names as tightly as possible: no articles, no punctuation, no spaces.</p>"
)
LABEL_CONFIG: Final = """\
<View>
  <Header value="Ticket $ticket, received by $channel"/>
  <Labels name="entity" toName="text">
    <Label value="Person" background="#e8590c" hotkey="1"/>
    <Label value="Organisation" background="#1971c2" hotkey="2"/>
    <Label value="Product" background="#2f9e44" hotkey="3"/>
    <Label value="Date" background="#9c36b5" hotkey="4"/>
    <Label value="Money" background="#e0a800" hotkey="5"/>
    <Label value="Place" background="#0c8599" hotkey="6"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Header value="Topic"/>
  <Choices name="topic" toName="text" choice="single" required="true" showInLine="true">
    <Choice value="Delivery"/>
    <Choice value="Billing"/>
    <Choice value="Returns"/>
    <Choice value="Product fault"/>
    <Choice value="Account"/>
    <Choice value="Product question"/>
  </Choices>
  <Header value="The customer needs"/>
  <Choices name="needs" toName="text" choice="multiple" showInLine="true">
    <Choice value="Refund"/>
    <Choice value="Replacement"/>
    <Choice value="Status update"/>
    <Choice value="Explanation"/>
    <Choice value="Call back"/>
    <Choice value="Escalation"/>
  </Choices>
</View>
"""


ANNOTATORS: Final = (
    Annotator(ANNA, Habit(misses=0.01, widens=0.01, takes_second_topic=0.1), 74),
    Annotator(
        BEN,
        Habit(
            misses=0.25,
            misses_of={"Money": 0.4, "Date": 0.45},
            wrong_topic=0.04,
            skips_foreign=0.3,
        ),
        31,
        0.04,
    ),
    Annotator(
        CHEN,
        Habit(
            misses=0.06,
            relabels=0.04,
            mixes_up={"Returns": "Product fault", "Product fault": "Returns"},
            mix_up_rate=0.5,
        ),
        52,
        0.02,
    ),
    Annotator(
        DARA,
        Habit(misses=0.04, widens=0.5, takes_second_topic=0.4, adds_need=0.35),
        60,
        0.12,
    ),
)

MODELS: Final = (
    ("tickets-small-0.4", Habit(misses=0.3, widens=0.12, relabels=0.08, wrong_topic=0.2)),
    (
        "tickets-base-1.1",
        Habit(misses=0.09, widens=0.05, relabels=0.03, wrong_topic=0.07, adds_need=0.02),
    ),
)

_CHANNELS: Final = ("mail", "mail", "web form", "chat")


def make_tasks(seed: int, now: datetime) -> Iterator[Record]:
    """The tasks in order of arrival; the same for the same seed and moment."""
    templates = _choose_templates(random.Random(f"{seed}/templates"))
    starred = set(
        random.Random(f"{seed}/stars").sample(range(TASKS - _IN_PROGRESS), _GROUND_TRUTHS)
    )
    for index, template in enumerate(templates):
        yield _TaskMaker(seed, now, index, template).make(starred=index in starred)


def _choose_templates(rng: random.Random) -> list[Template]:
    """Every template once, then English ones again, whose wording differs each time."""
    templates = list(load_templates())
    again = [template for template in templates if template.language == "en"]
    chosen = templates + rng.sample(again, TASKS - len(templates))
    rng.shuffle(chosen)
    return (
        sorted(chosen[:_OPENING], key=lambda template: template.language != "en")
        + (chosen[_OPENING:])
    )


class _TaskMaker:
    """Makes one task; every draw comes from a generator of its own, so tasks are independent."""

    def __init__(self, seed: int, now: datetime, index: int, template: Template) -> None:
        self._now = now
        self._index = index
        self._rng = random.Random(f"{seed}/ticket/{index}")
        self._progress = index / TASKS
        self._received = working_moment(now, self._progress * 0.8) - timedelta(hours=3)
        self._message = fill_template(template, self._rng, self._received)

    def make(self, *, starred: bool) -> Record:
        people = self._choose_annotators(starred=starred)
        return {
            "data": self._data(),
            "meta": {"language": self._message.language},
            "created_at": iso(self._received),
            "annotations": [self._annotate(annotator, starred=starred) for annotator in people],
            "drafts": self._drafts(),
            "predictions": self._predict(),
        }

    def _data(self) -> Record:
        return {
            "ticket": f"T-{48_200 + self._index * 7 + self._rng.randrange(7)}",
            "channel": self._rng.choice(_CHANNELS),
            "text": self._message.text,
        }

    def _choose_annotators(self, *, starred: bool) -> list[Annotator[Habit]]:
        behind = self._index - (TASKS - _IN_PROGRESS)
        people = list(ANNOTATORS)
        if behind >= 0:
            return people[: max(0, 2 - behind // 3)]
        if self._rng.random() < 0.45:
            people.remove(self._rng.choice(people[1:] if starred else people))
        return people

    def _annotate(self, annotator: Annotator[Habit], *, starred: bool) -> Record:
        rng, person, habit = self._rng, annotator.person, annotator.habit
        moment = annotator.moment(self._now, self._progress, rng)
        created_at = max(moment, self._received + timedelta(minutes=10))
        unique_id = new_unique_id(rng)
        if self._message.language != "en" and rng.random() < habit.skips_foreign:
            return records.skipped_record(person, created_at=created_at, unique_id=unique_id)

        is_truth = starred and person is ANNA
        right = right_answer(self._message)
        answer = right if is_truth else answer_message(self._message, habit, rng)
        record = records.annotation_record(
            person,
            to_result(self._message, answer, rng),
            created_at=created_at,
            lead_time=annotator.seconds * rng.lognormvariate(0, 0.4) + 2.5 * len(answer.entities),
            unique_id=unique_id,
        )
        record["ground_truth"] = is_truth
        self._review(record, answer)
        return record

    def _review(self, record: Record, answer: Answer) -> None:
        chance = 0.96 if self._index < _REVIEWED_TASKS else 0.04
        if self._rng.random() < chance:
            review(
                record,
                find_faults(self._message, answer),
                lambda: to_result(self._message, right_answer(self._message), self._rng),
                now=self._now,
                rng=self._rng,
            )

    def _drafts(self) -> list[Record]:
        if self._index not in (TASKS - 3, TASKS - 6):
            return []
        hasty = Habit(misses=0.6)
        answer = answer_message(self._message, hasty, self._rng)
        return [
            records.draft_record(
                CHEN,
                to_result(self._message, answer, self._rng),
                created_at=self._now - timedelta(minutes=self._rng.uniform(20, 180)),
            )
        ]

    def _predict(self) -> list[Record]:
        """The newer model saw every ticket, the older one the first half."""
        models = MODELS if self._index < TASKS // 2 else MODELS[1:]
        return [self._predict_with(version, habit) for version, habit in models]

    def _predict_with(self, version: str, habit: Habit) -> Record:
        answer = answer_message(self._message, habit, self._rng)
        severity = find_faults(self._message, answer).severity
        confidence = 0.97 - 0.09 * min(severity, 4) + self._rng.gauss(0, 0.06)
        return records.prediction_record(
            version,
            to_result(self._message, answer, self._rng, origin="prediction"),
            score=min(max(confidence, 0.35), 0.995),
            created_at=self._received + timedelta(minutes=1),
        )
