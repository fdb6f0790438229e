"""The text project: offsets, and the habits of its annotators."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.demo.conftest import Made
from touchstone.demo.tickets.answers import ENTITIES, NEEDS, TOPICS
from touchstone.demo.tickets.messages import ENTITY_OF_SLOT, fill_template, load_templates

RECEIVED = datetime(2026, 3, 4, 9, tzinfo=UTC)


def answers(made: Made) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Text, author's first name and result of everything that was answered by hand."""
    for task in made.tasks:
        for annotation in task["annotations"]:
            if not annotation["was_cancelled"] and "fixed" not in annotation["last_action"]:
                name = annotation["completed_by"]["first_name"]
                yield task["data"]["text"], name, annotation["result"]


def spans(result: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
    return [
        (value["start"], value["end"], value["labels"][0])
        for value in (item["value"] for item in result)
        if "start" in value
    ]


def chosen(result: list[dict[str, Any]], control: str) -> set[str]:
    return {
        choice
        for item in result
        if item["from_name"] == control
        for choice in item["value"]["choices"]
    }


@pytest.mark.parametrize("template", load_templates(), ids=lambda t: t.text[:24])
def test_entities_of_a_filled_message_are_where_they_say(template: Any) -> None:
    for seed in range(3):
        message = fill_template(template, random.Random(seed), RECEIVED)
        assert not set("{}<>[]") & set(message.text)
        assert message.topic in TOPICS
        assert message.second_topic in (None, *TOPICS)
        assert set(message.needs) <= set(NEEDS)
        end = 0
        for entity in message.entities:
            words = message.text[entity.start : entity.end]
            assert words == words.strip() != ""
            assert entity.start >= end
            assert entity.label in ENTITIES
            end = entity.end


def test_slots_name_entities_that_the_project_has() -> None:
    assert {label for label in ENTITY_OF_SLOT.values() if label} == set(ENTITIES)


def test_every_span_holds_the_text_it_claims_in_code_points(tickets: Made) -> None:
    checked = 0
    for task in tickets.tasks:
        text = task["data"]["text"]
        for answer in (*task["annotations"], *task["predictions"], *task["drafts"]):
            for item in answer["result"]:
                value = item["value"]
                if "start" in value:
                    assert value["text"] == text[value["start"] : value["end"]]
                    checked += 1
    assert checked > 1_800


def test_some_spans_come_after_signs_of_two_utf_16_units(tickets: Made) -> None:
    shifted = [
        text
        for text, _, result in answers(tickets)
        for start, _, _ in spans(result)
        if any(ord(sign) > 0xFFFF for sign in text[:start])
    ]
    assert len(set(shifted)) >= 8


def test_messages_are_varied(tickets: Made) -> None:
    texts = [task["data"]["text"] for task in tickets.tasks]
    assert len(texts) == len(set(texts)) == 120
    assert len({task["meta"]["language"] for task in tickets.tasks}) >= 12
    assert min(map(len, texts)) > 50
    assert len({text[:12] for text in texts}) > 70


def test_every_answer_occurs(tickets: Made) -> None:
    topics, needs, labels = Counter[str](), Counter[str](), Counter[str]()
    for _, _, result in answers(tickets):
        topics.update(chosen(result, "topic"))
        needs.update(chosen(result, "needs"))
        labels.update(label for _, _, label in spans(result))
    assert set(topics) == set(TOPICS)
    assert set(needs) == set(NEEDS)
    assert set(labels) == set(ENTITIES)


def test_annotators_disagree_about_topics_and_entities(tickets: Made) -> None:
    topics_differ = spans_differ = compared = 0
    for task in tickets.tasks:
        results = [item["result"] for item in task["annotations"] if not item["was_cancelled"]]
        if len(results) > 1:
            compared += 1
            topics_differ += len({frozenset(chosen(result, "topic")) for result in results}) > 1
            spans_differ += len({frozenset(spans(result)) for result in results}) > 1
    assert 0.2 < topics_differ / compared < 0.8
    assert 0.6 < spans_differ / compared < 1


def test_each_annotator_has_a_habit_of_their_own(tickets: Made) -> None:
    found = Counter[str]()
    loose = Counter[str]()
    tasks = Counter[str]()
    needs = Counter[str]()
    for text, name, result in answers(tickets):
        tasks[name] += 1
        found[name] += len(spans(result))
        needs[name] += len(chosen(result, "needs"))
        loose[name] += sum(text[end - 1] in ".,!?" for _, end, _ in spans(result))

    assert found["Ben"] / tasks["Ben"] < 0.8 * found["Anna"] / tasks["Anna"]
    assert loose["Dara"] > 3 * max(loose["Anna"], loose["Ben"], loose["Chen"])
    assert needs["Dara"] / tasks["Dara"] > 1.1 * needs["Anna"] / tasks["Anna"]


def test_chen_takes_returns_for_faults_and_faults_for_returns(tickets: Made) -> None:
    pair = {"Returns", "Product fault"}
    mixed = Counter[str]()
    for task in tickets.tasks:
        given = {
            item["completed_by"]["first_name"]: chosen(item["result"], "topic")
            for item in task["annotations"]
            if "fixed" not in item["last_action"] and item["result"]
        }
        if len(anna := given.get("Anna", set())) == 1 and anna <= pair:
            for name in ("Ben", "Chen"):
                mixed[name] += given.get(name, anna) <= pair and given.get(name, anna) != anna
    assert mixed["Chen"] >= 6
    assert mixed["Chen"] > 2 * mixed["Ben"]
