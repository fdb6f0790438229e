"""Sound, measurements and a paper, made from a few numbers."""

import csv
import io
import math
import wave
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

RATE: Final = 8_000
SECONDS: Final = 12.0
TURNS: Final = (
    ("Caller", 0.6, 2.9, 196.0),
    ("Clerk", 3.3, 6.1, 124.0),
    ("Caller", 6.5, 8.2, 196.0),
    ("Bell", 8.7, 9.6, 660.0),
    ("Clerk", 10.0, 11.6, 124.0),
)
"""Who is heard, from second to second, and at which pitch."""


def sound() -> bytes:
    """A call without words as WAV: hums in the rhythm of speech, and a bell."""
    moments = np.arange(round(SECONDS * RATE)) / RATE
    rng = np.random.default_rng(4)
    signal = rng.normal(0, 0.008, moments.size)
    for who, start, end, pitch in TURNS:
        inside = (moments >= start) & (moments < end)
        passed = moments[inside] - start
        if who == "Bell":
            tone = np.exp(-3 * passed) * np.sin(2 * math.pi * pitch * passed)
        else:
            glide = pitch * (1 + 0.05 * np.sin(2 * math.pi * 1.3 * passed))
            phase = 2 * math.pi * np.cumsum(glide) / RATE
            voice = sum(np.sin(phase * k) / k for k in (1, 2, 3, 5))
            syllables = np.clip(np.sin(2 * math.pi * 2.1 * passed) + 0.45, 0, 1)
            edge = np.minimum(1, np.minimum(passed, end - start - passed) * 20)
            tone = 0.4 * voice * syllables * edge
        signal[inside] += 0.6 * tone
    samples = np.clip(signal * 100 + 128, 0, 255).astype(np.uint8)
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return target.getvalue()


STEPS: Final = 480
FIRST: Final = datetime(2026, 2, 3, 6, 0)  # noqa: DTZ001  the pump's own clock, without a zone
STEP: Final = timedelta(seconds=30)


def moment(index: int) -> str:
    """The time of one measurement, as its column writes it."""
    return f"{FIRST + STEP * index:%Y-%m-%d %H:%M:%S}"


def measured() -> dict[str, list[float]]:
    """Flow and pressure of a pump: it runs, it stalls twice, and it is rinsed once."""
    rng = np.random.default_rng(11)
    at = np.arange(STEPS)
    flow = 42 + 4 * np.sin(at / 19) + rng.normal(0, 0.6, STEPS)
    pressure = 2.4 + 0.2 * np.cos(at / 27) + rng.normal(0, 0.03, STEPS)
    for start, end in ((120, 160), (340, 362)):
        flow[start:end] = rng.normal(3, 0.4, end - start)
        pressure[start:end] = rng.normal(4.1, 0.05, end - start)
    flow[250:290] = 78 + 6 * np.sin(np.arange(40) / 2)
    return {
        "flow": [round(float(value), 2) for value in flow],
        "pressure": [round(float(value), 3) for value in pressure],
    }


def table() -> bytes:
    """The pump's measurements as CSV."""
    columns = measured()
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["time", *columns])
    rows = zip(*columns.values(), strict=True)
    writer.writerows([moment(index), *row] for index, row in enumerate(rows))
    return target.getvalue().encode()


_PAGES: Final = (
    (
        "Delivery note 20417",
        "Marlow Chandlery, Quay Street 4, Oban",
        "",
        "3   coils of mooring rope, 14 mm          96.00",
        "2   fenders, white, size 3                58.40",
        "1   anchor shackle, galvanised             7.85",
        "",
        "Total                                    162.25",
    ),
    (
        "Terms",
        "Goods stay ours until they are paid for.",
        "Returns within 30 days, dry and unused.",
        "Questions: desk@marlow.example",
    ),
)


def paper() -> bytes:
    """A delivery note of two pages as PDF."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(_PAGES)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(_PAGES)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    for index, lines in enumerate(_PAGES):
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 300] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R >>",
            _stream(lines),
        ]
    return _file(objects)


def _stream(lines: tuple[str, ...]) -> str:
    head, *rest = lines
    shown = [f"({head}) Tj /F1 10 Tf 0 -14 Td", *(f"0 -16 Td ({line}) Tj" for line in rest)]
    content = "BT /F1 16 Tf 40 250 Td " + " ".join(shown) + " ET"
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: list[str]) -> bytes:
    body = "%PDF-1.4\n"
    places: list[int] = []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    lines = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{lines}"
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return (body + head + trailer).encode("ascii")


def as_series(start: int, end: int, label: str, name: str) -> dict[str, Any]:
    """A stretch of the pump's measurements, from one step to another."""
    return {
        "id": name,
        "from_name": "state",
        "to_name": "pump",
        "type": "timeserieslabels",
        "origin": "manual",
        "value": {
            "start": moment(start),
            "end": moment(end),
            "instant": False,
            "timeserieslabels": [label],
        },
    }
