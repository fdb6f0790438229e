import json

import pytest
from label_studio_sdk._extensions.label_studio_tools.core.label_config import parse_config

from touchstone.labelstudio.config_reader import MAX_CONFIG_BYTES
from touchstone.labelstudio.errors import BadConfig
from touchstone.labelstudio.label_config import LabelConfig, data_keys, parse_label_config
from touchstone.labelstudio.tags import CONTROL_TAGS, LABEL_CHILD, OBJECT_TAGS

NEWS = """<View>
  <Header value="Which people and places?"/>
  <Labels name="entities" toName="text" choice="single">
    <Label value="Person" background="#c33" hotkey="1"/>
    <Label value="City" alias="place"/>
  </Labels>
  <View style="display: flex">
    <Text name="text" value="$text" granularity="word"/>
    <Choices name="topic" toName="text" choice="multiple">
      <View><Choice value="Sport"/></View>
      <Choice value="سياسة"/>
      <Choice value="猫 🐈"/>
    </Choices>
  </View>
  <Relations><Relation value="lives in"/></Relations>
  <Style>.x { color: red }</Style>
</View>
"""


def refuse(xml: str) -> BadConfig:
    with pytest.raises(BadConfig) as caught:
        parse_label_config(xml)
    return caught.value


def in_view(inner: str) -> str:
    return f'<View>\n  <Text name="t" value="$text"/>\n  {inner}\n</View>'


def test_reads_controls_and_objects() -> None:
    config = parse_label_config(NEWS)

    assert list(config.objects) == ["text"]
    assert config.objects["text"].tag == "Text"
    assert config.objects["text"].data_keys == ("text",)
    assert list(config.controls) == ["entities", "topic"]
    entities, topic = config.controls.values()
    assert (entities.tag, entities.to_names, entities.result_type) == (
        "Labels",
        ("text",),
        "labels",
    )
    assert entities.labels == ("Person", "place")  # the alias is what results contain
    assert entities.label_attrs["Person"]["background"] == "#c33"
    assert entities.label_attrs["place"] == {"value": "City", "alias": "place"}
    assert entities.attrs["choice"] == "single"
    assert topic.labels == ("Sport", "سياسة", "猫 🐈")
    assert not topic.dynamic


def test_the_tree_keeps_the_whole_view_and_is_json() -> None:
    tree = json.loads(json.dumps(parse_label_config(NEWS).tree))
    assert tree["tag"] == "View"
    assert [child["tag"] for child in tree["children"]] == [
        "Header", "Labels", "View", "Relations", "Style",
    ]  # fmt: skip
    assert tree["children"][0]["attrs"] == {"value": "Which people and places?"}
    assert tree["children"][-1]["text"] == ".x { color: red }"


def test_parsed_has_the_shape_of_the_api() -> None:
    parsed = parse_label_config(NEWS).parsed()
    assert parsed["entities"] == {
        "type": "Labels",
        "to_name": ["text"],
        "inputs": [{"type": "Text", "valueType": None, "value": "text"}],
        "labels": ["Person", "place"],
        "labels_attrs": {
            "Person": {"value": "Person", "background": "#c33", "hotkey": "1"},
            "place": {"value": "City", "alias": "place"},
        },
    }


def test_the_same_as_the_sdk_reads() -> None:
    for xml in (NEWS, TAXONOMY, REPEATED, PER_REGION):
        assert parse_label_config(xml).parsed() == parse_config(xml)


TAXONOMY = """<View>
  <Text name="text" value="$text" valueType="url"/>
  <Taxonomy name="animal" toName="text">
    <Choice value="Mammal"><Choice value="Cat"/><Choice value="Dog" alias="d"/></Choice>
    <Choice value="Bird"/>
  </Taxonomy>
</View>"""


def test_a_taxonomy_has_paths() -> None:
    control = parse_label_config(TAXONOMY).controls["animal"]
    assert control.paths == (("Mammal",), ("Mammal", "Cat"), ("Mammal", "d"), ("Bird",))
    assert control.labels == ("Mammal", "Cat", "d", "Bird")


REPEATED = """<View>
  <Repeater on="$images" indexFlag="{{idx}}">
    <Image name="page_{{idx}}" value="$images[{{idx}}].url"/>
    <RectangleLabels name="boxes_{{idx}}" toName="page_{{idx}}"><Label value="A"/></RectangleLabels>
  </Repeater>
</View>"""


def test_names_of_a_repeater_are_patterns() -> None:
    config = parse_label_config(REPEATED)
    control = config.find_control("boxes_12")
    assert control is config.controls["boxes_{{idx}}"]
    page = config.find_object("page_0")
    assert page is not None
    assert page.data_keys == ("images",)
    assert config.find_control("boxes_") is None
    assert config.find_control("other_1") is None
    assert config.find_object("pages_1") is None


PER_REGION = """<View>
  <Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
  <Choices name="colour" toName="img" perRegion="true" whenTagName="box" value="$colours"/>
</View>"""


def test_choices_from_the_data_are_dynamic() -> None:
    config = parse_label_config(PER_REGION)
    assert config.controls["colour"].dynamic
    assert config.controls["colour"].per_region
    assert config.required_data == (("image", config.objects["img"]),)


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("$text", ("text",)),
        ("$my.dotted.key", ("my.dotted.key",)),
        ("$my key", ("my key",)),
        ("$host/$path", ("host", "path")),
        ("https://x.org/$id.png?v=$v", ("id.png", "v")),
        ("$images[0].url", ("images",)),
        ("$", ()),
        ("plain", ()),
        ("", ()),
    ],
)
def test_data_keys(value: str, keys: tuple[str, ...]) -> None:
    assert data_keys(value) == keys


def test_every_known_control_and_object_can_be_used() -> None:
    for tag in OBJECT_TAGS:
        config = parse_label_config(f'<View><{tag} name="o" value="$x"/></View>')
        assert config.objects["o"].tag == tag
    for tag in CONTROL_TAGS:
        child = f'<{LABEL_CHILD[tag]} value="a"/>' if tag in LABEL_CHILD else ""
        config = parse_label_config(in_view(f'<{tag} name="c" toName="t">{child}</{tag}>'))
        assert config.controls["c"].tag == tag


def test_several_objects_of_one_control() -> None:
    config = parse_label_config(
        '<View><Text name="a" value="$a"/><Text name="b" value="$b"/>'
        '<Pairwise name="better" toName="a, b"/></View>'
    )
    assert config.controls["better"].to_names == ("a", "b")


def test_a_text_may_stand_between_its_tags() -> None:
    config = parse_label_config('<View><HyperText name="h"><b>Read</b> this</HyperText></View>')
    assert config.objects["h"].data_keys == ()


@pytest.mark.parametrize(
    ("xml", "place", "words"),
    [
        ("", None, ["empty"]),
        ("   \n ", None, ["empty"]),
        ("{}", (1, 1), ["not well-formed XML"]),
        ("<View>\n  <Text>\n</View>", (3, 3), ["not well-formed XML", "mismatched tag"]),
        ("\n\n <Vew/>", (3, 2), ["<Vew>", "<View>"]),
        ("<View", (1, 1), ["not well-formed XML"]),
        ("<View/><View/>", (1, 8), ["not well-formed XML"]),
        ("<View>&nbsp;</View>", (1, 7), ["not well-formed XML", "undefined entity"]),
        ("<View>\0</View>", (1, 7), ["not well-formed XML"]),
        ("<View>\ud800</View>", None, ["surrogate"]),
        ('<Text name="t" value="$t"/>', (1, 1), ["<Text>", "outermost", "<View>"]),
        (
            in_view('<Choicess name="c" toName="t"/>'),
            (3, 3),
            ["<Choicess>", "unknown", "<Choices>"],
        ),
        (in_view("<rectanglelabels/>"), (3, 3), ["unknown", "<RectangleLabels>"]),
        (in_view("<Zzz/>"), (3, 3), ["<Zzz>", "unknown tag"]),
        (in_view('<Rating toName="t"/>'), (3, 3), ["<Rating>", '"name"']),
        (in_view('<Rating name=" " toName="t"/>'), (3, 3), ["<Rating>", '"name"']),
        (in_view('<Rating name="r"/>'), (3, 3), ["<Rating>", '"toName"']),
        (in_view('<Rating name="r" toName="text"/>'), (3, 3), ['toName="text"', "known: t"]),
        (in_view('<Rating name="r" toName="t,u"/>'), (3, 3), ['toName="u"']),
        (in_view('<Rating name="t" toName="t"/>'), (3, 3), ['"t" is already used', "line 2"]),
        (in_view('<Text name="t" value="$b"/>'), (3, 3), ['"t" is already used']),
        (in_view('<Image value="$i"/>'), (3, 3), ["<Image>", '"name"']),
        (in_view('<Image name="i"/>'), (3, 3), ["<Image>", '"value"']),
        (in_view('<Choices name="c" toName="t"/>'), (3, 3), ["<Choices>", "no <Choice>"]),
        (in_view('<Labels name="c" toName="t"><View/></Labels>'), (3, 3), ["no <Label>"]),
        (
            in_view('<Labels name="c" toName="t">\n<Label/></Labels>'),
            (4, 1),
            ["<Label>", '"value"'],
        ),
        (
            in_view('<Choices name="c" toName="t"><Choice html="x"/></Choices>'),
            (3, 32),
            ["<Choice>"],
        ),
    ],
)
def test_says_what_is_wrong_and_where(
    xml: str, place: tuple[int, int] | None, words: list[str]
) -> None:
    error = refuse(xml)
    assert (error.line, error.column) == (place or (None, None))
    for word in words:
        assert word in error.message
    if place:
        assert str(error).startswith(f"line {place[0]}, column {place[1]}: ")


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
]>
<View>&lol2;</View>"""


@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        '<!DOCTYPE View SYSTEM "http://127.0.0.1:9/x.dtd"><View/>',
        '<!DOCTYPE View [<!ENTITY x SYSTEM "file:///etc/passwd">]><View>&x;</View>',
        "<!DOCTYPE View><View/>",
    ],
)
def test_document_types_and_entities_are_refused(xml: str) -> None:
    assert "document types and entities are not allowed" in refuse(xml).message


def test_ten_megabytes_are_refused_before_parsing() -> None:
    xml = "<View>" + " " * (10 * 1024 * 1024)  # not even well-formed
    message = refuse(xml).message
    assert "10,485,766 bytes" in message
    assert "1,048,576" in message


def test_the_limit_counts_bytes_and_not_characters() -> None:
    xml = "<View><!--" + "猫" * (MAX_CONFIG_BYTES // 3) + "--></View>"
    assert "bytes" in refuse(xml).message


def test_deep_nesting_is_refused() -> None:
    assert "nested deeper than 100" in refuse("<View>" * 5000 + "</View>" * 5000).message
    assert isinstance(parse_label_config("<View>" * 100 + "</View>" * 100), LabelConfig)


def test_a_byte_order_mark_and_a_declaration_are_accepted() -> None:
    config = parse_label_config('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n' + in_view(""))
    assert list(config.objects) == ["t"]


@pytest.mark.parametrize(
    "inner",
    [
        f"<{'x' * 500_000}/>",
        f'<Rating name="{"n" * 400_000}" toName="{"o" * 400_000}"/>',
        "".join(f'<Text name="t{n}" value="$t"/>' for n in range(9000))
        + '<Rating name="r" toName="u"/>',
    ],
)
def test_a_message_stays_short(inner: str) -> None:
    assert len(refuse(in_view(inner)).message) < 700
