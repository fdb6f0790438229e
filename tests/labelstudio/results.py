"""Results for the tests of features: one configuration with every control, and short items."""

from typing import Any

from touchstone.agreement.answers import Answer, Unreadable
from touchstone.labelstudio.features import decode_features, extract_features
from touchstone.labelstudio.label_config import LabelConfig, parse_label_config

CONFIG = parse_label_config("""<View>
  <Text name="text" value="$text"/>
  <Labels name="ner" toName="text"><Label value="Person"/></Labels>
  <Choices name="topic" toName="text" choice="multiple"><Choice value="Sport"/></Choices>
  <Choices name="mood" toName="text" perRegion="true"><Choice value="glad"/></Choices>
  <Taxonomy name="kind" toName="text"><Choice value="A"><Choice value="B"/></Choice></Taxonomy>
  <Rating name="stars" toName="text"/>
  <Number name="count" toName="text"/>
  <DateTime name="when" toName="text" only="date,time" format="%d.%m.%Y"/>
  <TextArea name="note" toName="text"/>
  <Text name="left" value="$left"/>
  <Text name="right" value="$right"/>
  <Labels name="both" toName="left,right"><Label value="Person"/></Labels>
  <Pairwise name="better" toName="left,right"/>
  <List name="list" value="$items"/>
  <Ranker name="rank" toName="list"/>
  <Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
  <Image name="photo" value="$photo"/>
  <Rectangle name="frame" toName="photo"/>
  <Labels name="part" toName="photo"><Label value="Wheel"/></Labels>
  <Choices name="colour" toName="photo" perRegion="true"><Choice value="red"/></Choices>
  <Image name="scene" value="$scene"/>
  <PolygonLabels name="poly" toName="scene"><Label value="Road"/></PolygonLabels>
  <EllipseLabels name="oval" toName="scene"><Label value="Sun"/></EllipseLabels>
  <Rectangle name="area" toName="scene"/>
  <Polygon name="outline" toName="scene"/>
  <Labels name="thing" toName="scene"><Label value="Tree"/></Labels>
  <TextArea name="caption" toName="scene" perRegion="true"/>
  <Image name="scan" value="$scan"/>
  <BrushLabels name="paint" toName="scan"><Label value="Tumour"/></BrushLabels>
  <BitmaskLabels name="bits" toName="scan"><Label value="Tumour"/></BitmaskLabels>
  <MagicWand name="wand" toName="scan"/>
  <KeyPointLabels name="point" toName="scan"><Label value="Nose"/></KeyPointLabels>
  <Rating name="quality" toName="scan" perRegion="true"/>
  <Pdf name="pdf" value="$pdf"/>
  <OcrLabels name="word" toName="pdf"><Label value="Total"/></OcrLabels>
  <Audio name="sound" value="$sound"/>
  <Labels name="speech" toName="sound"><Label value="Speaker"/></Labels>
  <TextArea name="transcript" toName="sound" perRegion="true"/>
  <HyperText name="page" value="$page"/>
  <HyperTextLabels name="mark" toName="page"><Label value="Title"/></HyperTextLabels>
  <Paragraphs name="talk" value="$talk"/>
  <ParagraphLabels name="act" toName="talk"><Label value="Ask"/></ParagraphLabels>
  <TimeSeries name="series" value="$csv" timeColumn="t" timeFormat="%Y-%m-%d %H:%M:%S.%L">
    <Channel column="a"/>
  </TimeSeries>
  <TimeSeriesLabels name="run" toName="series"><Label value="Run"/></TimeSeriesLabels>
  <Video name="video" value="$video"/>
  <VideoRectangle name="track" toName="video"/>
  <Labels name="who" toName="video"><Label value="Cat"/></Labels>
  <TimelineLabels name="scenes" toName="video"><Label value="Day"/></TimelineLabels>
  <VectorLabels name="line" toName="scan"><Label value="Lane"/></VectorLabels>
  <Chat name="chat" value="$chat"/>
  <Relations><Relation value="of"/></Relations>
</View>""")


def item(name: str, to_name: str, kind: str, **value: Any) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": to_name, "type": kind, "value": value}


def on_image(found: dict[str, Any], width: int = 200, height: int = 100) -> dict[str, Any]:
    return {**found, "original_width": width, "original_height": height, "image_rotation": 0}


def box(*shape: float, labels: list[str]) -> dict[str, Any]:
    keys = ("x", "y", "width", "height", "rotation")
    value = dict(zip(keys, shape, strict=False))
    return item("box", "img", "rectanglelabels", **value, rectanglelabels=labels)


def read(*result: Any, config: LabelConfig = CONFIG) -> dict[str, Answer]:
    return decode_features(extract_features(list(result), config))


def reason(*result: Any, name: str) -> str:
    """Why a control's answer cannot be read."""
    found = read(*result)[name]
    assert isinstance(found, Unreadable), found
    return found.reason
