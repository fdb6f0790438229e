"""Exhibits of a paper, of the layout, of media that are missing, and of tags without a viewer."""

from typing import Any, Final

from touchstone.demo.gallery import recordings
from touchstone.demo.gallery.exhibit import Exhibit, Shown, as_predicted, item, plain
from touchstone.demo.records import Result


def _choices(who: str, control: str, shown: str, *chosen: str) -> dict[str, Any]:
    return item(control, shown, "choices", f"{who}-{control}", {"choices": list(chosen)})


def _paper(who: str, kind: str, total: float, seller: str) -> Result:
    return [
        _choices(who, "kind", "paper", kind),
        item("total", "paper", "number", f"{who}-total", {"number": total}),
        item("seller", "paper", "textarea", f"{who}-seller", {"text": [seller]}),
    ]


PDF: Final = Exhibit(
    name="Pdf",
    about="A paper of two pages, and what it says.",
    label_config="""\
<View>
  <Pdf name="paper" value="$pdf"/>
  <Choices name="kind" toName="paper" showInline="true">
    <Choice value="Invoice"/><Choice value="Delivery note"/><Choice value="Letter"/>
  </Choices>
  <Number name="total" toName="paper"/>
  <TextArea name="seller" toName="paper" maxSubmissions="1"/>
</View>
""",
    tasks=(
        Shown(
            lambda file_url: {"pdf": file_url("note.pdf")},
            (
                _paper("a", "Delivery note", 162.25, "Marlow Chandlery"),
                _paper("b", "Invoice", 162.25, "Marlow Chandlery, Oban"),
                _paper("c", "Delivery note", 162.52, "Marlow Chandlery"),
            ),
            as_predicted(_paper("m", "Invoice", 162.25, "Marlow")),
        ),
    ),
    files={"note.pdf": recordings.paper},
)

_UTTERANCES: Final = ("Is the berth free?", "Until half past twelve.", "Then I take it.")


def _acts(who: str, *acts: str) -> Result:
    return [_choices(who, f"act-{n}", f"line-{n}", act) for n, act in enumerate(acts)]


LAYOUT: Final = Exhibit(
    name="View, Header, Collapse, Repeater, Style",
    about="How the author of a configuration arranges it.",
    label_config="""\
<View>
  <Style>.note { color: #10487f; background-color: #e7f5ff; padding: 8px; border: 1px solid #10487f }</Style>
  <Header value="$title" size="3"/>
  <View className="note"><Header value="Read all lines before you answer." size="5"/></View>
  <View style="display: flex; gap: 24px; align-items: flex-start">
    <View style="width: 40%">
      <Collapse bordered="true" open="false">
        <Panel value="Guideline">
          <View><Text name="guide" value="$guide"/></View>
        </Panel>
        <Panel value="Examples">
          <View><Header value="Is it open? is a question." size="6"/></View>
        </Panel>
      </Collapse>
    </View>
    <View style="width: 60%">
      <Repeater on="$lines" indexFlag="{{idx}}" mode="list">
        <Text name="line-{{idx}}" value="$lines[{{idx}}].text"/>
        <Choices name="act-{{idx}}" toName="line-{{idx}}" showInline="true">
          <Choice value="Question"/><Choice value="Answer"/><Choice value="Order"/>
        </Choices>
      </Repeater>
    </View>
  </View>
</View>
""",
    tasks=(
        Shown(
            plain(
                title="Three lines of a call",
                guide="Ask yourself what the speaker wants: to know, to tell, or to have done.",
                lines=[{"text": text} for text in _UTTERANCES],
            ),
            (
                _acts("a", "Question", "Answer", "Order"),
                _acts("b", "Question", "Answer", "Answer"),
                _acts("c", "Question", "Answer", "Order"),
            ),
            as_predicted(_acts("m", "Question", "Question", "Order")),
        ),
    ),
    files={},
)


def _seen(who: str, answer: str) -> Result:
    return [_choices(who, "seen", "image", answer)]


def _link(**data: Any) -> Shown:
    return Shown(
        plain(**data),
        (_seen("a", "Broken"), _seen("b", "Fine"), _seen("c", "Broken")),
        as_predicted(_seen("m", "Fine")),
    )


_NOTHING: Final = "/data/upload/0/gone"

MISSING: Final = Exhibit(
    name="Media that are missing",
    about="Broken links, cloud storage that is not connected, and addresses that are refused.",
    label_config="""\
<View>
  <Image name="image" value="$image"/>
  <Audio name="audio" value="$audio"/>
  <Video name="video" value="$video"/>
  <Choices name="seen" toName="image" showInline="true">
    <Choice value="Fine"/><Choice value="Broken"/>
  </Choices>
</View>
""",
    tasks=(
        _link(image=f"{_NOTHING}.png", audio=f"{_NOTHING}.wav", video=f"{_NOTHING}.webm"),
        _link(
            image="s3://bucket/boat.png", audio="gs://bucket/a.wav", video="azure-blob://b/c.mp4"
        ),
        _link(image="javascript:alert(1)", audio="", video="not an address"),
    ),
    files={},
)


def _cube(name: str, label: str) -> dict[str, Any]:
    value = {
        "position": {"x": 1.5, "y": 0, "z": -2},
        "size": {"x": 1, "y": 2, "z": 1},
        "cubelabels": [label],
    }
    return item("cube", "scene", "cubelabels", name, value)


UNKNOWN: Final = Exhibit(
    name="Tags without a viewer",
    about="What cannot be drawn is shown as it is stored, and the review goes on.",
    label_config="""\
<View>
  <Object3D name="scene" value="$scene"/>
  <CubeLabels name="cube" toName="scene"><Label value="Crate"/><Label value="Drum"/></CubeLabels>
  <Choices name="full" toName="scene"><Choice value="Full"/><Choice value="Empty"/></Choices>
</View>
""",
    tasks=(
        Shown(
            plain(scene="/data/upload/0/hold.glb"),
            (
                [_cube("a-cube", "Crate"), _choices("a", "full", "scene", "Full")],
                [_cube("b-cube", "Drum"), _choices("b", "full", "scene", "Full")],
                [_choices("c", "full", "scene", "Empty")],
            ),
            as_predicted([_cube("m-cube", "Crate")]),
        ),
    ),
    files={},
)

ROOM: Final = (PDF, LAYOUT, MISSING, UNKNOWN)
