"""Exhibits of what takes time: sound, measurements and video."""

from importlib.resources import files
from typing import Any, Final

from touchstone.demo.gallery import recordings
from touchstone.demo.gallery.exhibit import Exhibit, Shown, as_predicted, item
from touchstone.demo.gallery.recordings import as_series
from touchstone.demo.records import Result

RATE: Final = 10
FRAMES: Final = 80


def _heard(who: str, number: int, start: float, end: float, label: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "channel": 0, "labels": [label]}
    name = f"{who}-turn-{number}"
    return item("speaker", "call", "labels", name, value, original_length=recordings.SECONDS)


def _words(region: dict[str, Any], *lines: str) -> dict[str, Any]:
    place = {key: region["value"][key] for key in ("start", "end", "channel")}
    return {
        **region,
        "from_name": "words",
        "type": "textarea",
        "value": {**place, "text": list(lines)},
    }


def _call(
    who: str, *, off: float, turns: int, mixed_up: bool = False, mood: str = "Calm"
) -> Result:
    result: Result = []
    for number, (speaker, start, end, _) in enumerate(recordings.TURNS[:turns]):
        label = "Clerk" if mixed_up and number == 2 else speaker
        region = _heard(who, number, round(start + off, 3), round(end + off / 2, 3), label)
        result.append(region)
        if number == 0:
            result.append(_words(region, "Hm hm hm?", "[hums a question]"))
    result.append(item("mood", "call", "choices", f"{who}-mood", {"choices": [mood]}))
    return result


AUDIO: Final = Exhibit(
    name="Labels on Audio",
    about="Who speaks when, what is said, and in which mood.",
    label_config="""\
<View>
  <Labels name="speaker" toName="call" choice="single">
    <Label value="Caller" background="#1c7ed6" hotkey="1"/>
    <Label value="Clerk" background="#f08c00" hotkey="2"/>
    <Label value="Bell" background="#9c36b5" hotkey="3"/>
  </Labels>
  <Audio name="call" value="$audio" zoom="true" speed="true" volume="true" hotkey="space"/>
  <TextArea name="words" toName="call" perRegion="true" editable="true" maxSubmissions="2"/>
  <Choices name="mood" toName="call" showInline="true">
    <Choice value="Calm"/><Choice value="Annoyed"/>
  </Choices>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {"audio": file_url("call.wav")},
            (
                _call("a", off=0.02, turns=5),
                _call("b", off=0.18, turns=4, mixed_up=True),
                _call("c", off=-0.07, turns=5, mood="Annoyed"),
            ),
            as_predicted(_call("m", off=0.3, turns=3)),
        ),
    ),
    files={"call.wav": recordings.sound},
)

_SERIES_LABELS: Final = """\
  <TimeSeriesLabels name="state" toName="pump">
    <Label value="Stall" background="#e03131"/><Label value="Rinse" background="#1c7ed6"/>
  </TimeSeriesLabels>
"""


def _inline(start: float, end: float, label: str, name: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "instant": False, "timeserieslabels": [label]}
    return item("state", "pump", "timeserieslabels", name, value)


SERIES: Final = Exhibit(
    name="TimeSeriesLabels",
    about="A pump's flow and pressure from a CSV file, with times as dates.",
    label_config=f"""\
<View>
{_SERIES_LABELS}
  <TimeSeries name="pump" value="$csv" valueType="url" timeColumn="time"
              timeFormat="%Y-%m-%d %H:%M:%S" timeDisplayFormat="%H:%M" overviewChannels="flow">
    <Channel column="flow" displayName="Flow" units="l/min" strokeColor="#1c7ed6"/>
    <Channel column="pressure" displayName="Pressure" units="bar" strokeColor="#e8590c"/>
  </TimeSeries>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {"csv": file_url("pump.csv")},
            (
                [
                    as_series(120, 159, "Stall", "a-first"),
                    as_series(250, 289, "Rinse", "a-rinse"),
                    as_series(340, 361, "Stall", "a-second"),
                ],
                [
                    as_series(116, 164, "Stall", "b-first"),
                    as_series(250, 292, "Stall", "b-rinse"),
                ],
                [
                    as_series(120, 160, "Stall", "c-first"),
                    as_series(248, 288, "Rinse", "c-rinse"),
                    as_series(338, 366, "Stall", "c-second"),
                ],
            ),
            as_predicted([as_series(112, 170, "Stall", "m-first")]),
        ),
    ),
    files={"pump.csv": recordings.table},
)

INLINE_SERIES: Final = Exhibit(
    name="TimeSeries inside the task",
    about="The same pump, its numbers written in the task, with times as seconds.",
    label_config=f"""\
<View>
{_SERIES_LABELS}
  <TimeSeries name="pump" value="$series" valueType="json" timeColumn="second">
    <MultiChannel>
      <Channel column="flow" displayName="Flow" units="l/min"/>
      <Channel column="pressure" displayName="Pressure" units="bar"/>
    </MultiChannel>
  </TimeSeries>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {
                "series": {
                    "second": [index * 30 for index in range(recordings.STEPS)],
                    **recordings.measured(),
                }
            },
            (
                [
                    _inline(3600, 4770, "Stall", "a-first"),
                    _inline(7500, 8670, "Rinse", "a-rinse"),
                ],
                [_inline(3480, 4920, "Stall", "b-first")],
                [
                    _inline(3600, 4800, "Stall", "c-first"),
                    _inline(7440, 8640, "Stall", "c-rinse"),
                ],
            ),
            as_predicted([_inline(3360, 5100, "Stall", "m-first")]),
        ),
    ),
    files={},
)


def clip() -> bytes:
    """Eight seconds of a street crossing, ten frames a second."""
    return files("touchstone.demo.gallery").joinpath("crossing.webm").read_bytes()


def _key(frame: int, x: float, y: float, width: float, height: float, *, on: bool = True) -> Any:
    shape = {"x": x, "y": y, "width": width, "height": height, "rotation": 0}
    return {**shape, "frame": frame, "enabled": on, "time": round((frame - 1) / RATE, 2)}


def _track(name: str, label: str, *keys: dict[str, Any]) -> dict[str, Any]:
    value = {
        "framesCount": FRAMES,
        "duration": FRAMES / RATE,
        "sequence": list(keys),
        "labels": [label],
    }
    return item("track", "video", "videorectangle", name, value)


def _car(who: str, off: float) -> dict[str, Any]:
    return _track(
        f"{who}-car",
        "Car",
        _key(1, 1.9 + off, 46 + off, 18.2, 24.5),
        _key(31, 39.4 + off, 46, 18.2, 24.5),
        _key(57, 39.4 + off, 46, 18.2, 24.5),
        _key(80, 96 + off, 46, 18.2, 24.5, on=False),
    )


def _walker(who: str, off: float) -> dict[str, Any]:
    return _track(
        f"{who}-walker",
        "Person",
        _key(33, 72.5 + off, 78.4, 3.1, 16.2),
        _key(44, 72.5 + off, 57.6 + off, 3.1, 16.2),
        _key(56, 72.5, 34.9, 3.1, 16.2, on=False),
    )


TRACKS: Final = Exhibit(
    name="VideoRectangle",
    about="Boxes that move through a video, drawn at key frames.",
    label_config="""\
<View>
  <Labels name="who" toName="video">
    <Label value="Car" background="#e03131"/><Label value="Person" background="#1c7ed6"/>
  </Labels>
  <Video name="video" value="$video" frameRate="10" framerate="10"/>
  <VideoRectangle name="track" toName="video"/>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {"video": file_url("crossing.webm")},
            (
                [_car("a", 0), _walker("a", 0)],
                [_car("b", 2.5)],
                [_car("c", -1), _walker("c", 1.5)],
            ),
            as_predicted([_car("m", 4)]),
        ),
    ),
    files={"crossing.webm": clip},
)


def _stretch(name: str, label: str, *ranges: tuple[int, int]) -> dict[str, Any]:
    found = [{"start": start, "end": end} for start, end in ranges]
    value = {"ranges": found, "timelinelabels": [label]}
    return item("light", "video", "timelinelabels", name, value)


TIMELINE: Final = Exhibit(
    name="TimelineLabels",
    about="Stretches of a video: when the light is green or red.",
    label_config="""\
<View>
  <TimelineLabels name="light" toName="video">
    <Label value="Green" background="#2b8a3e"/><Label value="Red" background="#e03131"/>
  </TimelineLabels>
  <Video name="video" value="$video" frameRate="10" framerate="10" timelineHeight="120"/>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {"video": file_url("crossing.webm")},
            (
                [
                    _stretch("a-before", "Green", (1, 30)),
                    _stretch("a-red", "Red", (31, 56)),
                    _stretch("a-after", "Green", (57, 80)),
                ],
                [_stretch("b-before", "Green", (1, 33)), _stretch("b-red", "Red", (34, 60))],
                [
                    _stretch("c-green", "Green", (1, 30)),
                    _stretch("c-red", "Red", (30, 56)),
                    _stretch("c-after", "Red", (57, 80)),
                ],
            ),
            as_predicted([_stretch("m-red", "Red", (28, 62))]),
        ),
    ),
    files={"crossing.webm": clip},
)

ROOM: Final = (AUDIO, SERIES, INLINE_SERIES, TRACKS, TIMELINE)
