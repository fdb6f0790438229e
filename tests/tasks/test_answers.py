"""Checking answers that are to be stored."""

import asyncio

import numpy as np
import pytest
from label_studio_sdk.converter.brush import encode_rle

from touchstone.core.errors import Invalid
from touchstone.labelstudio.features import decode_features
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.tasks.answers import checked_features

CONFIG = parse_label_config(
    '<View><Image name="scan" value="$scan"/><BrushLabels name="paint" toName="scan">'
    '<Label value="T"/></BrushLabels></View>'
)
SIDE = 200


def painted(rle: list[int]) -> list[object]:
    return [
        {
            "id": "a",
            "from_name": "paint",
            "to_name": "scan",
            "type": "brushlabels",
            "original_width": SIDE,
            "original_height": SIDE,
            "value": {"format": "rle", "rle": rle, "brushlabels": ["T"]},
        }
    ]


async def test_other_requests_go_on_while_a_mask_is_read() -> None:
    noise = np.random.default_rng(1).integers(0, 2, SIDE * SIDE).astype(np.uint8) * 255
    result = painted(encode_rle(np.repeat(noise, 4)))

    reading = asyncio.create_task(checked_features(result, CONFIG, {"scan": "/a.png"}))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > 2, "the event loop stood still"
    assert "paint" in decode_features(await reading)


async def test_a_fault_found_beside_the_event_loop_names_its_place() -> None:
    broken = painted([1])
    broken[0]["type"] = "brush"  # type: ignore[index]
    broken[0]["from_name"] = "nobody"  # type: ignore[index]

    with pytest.raises(Invalid) as refused:
        await checked_features(broken, CONFIG, {"scan": "/a.png"}, "$[3].result")

    assert refused.value.code == "bad_record"
    assert "$[3].result[0]" in str(refused.value)
