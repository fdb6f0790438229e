import pytest

from tests.labelstudio.results import CONFIG
from touchstone.agreement import answers
from touchstone.labelstudio.dimensions import RELATIONS, Comparable, comparable, kinds_of
from touchstone.labelstudio.label_config import LabelConfig, parse_label_config
from touchstone.labelstudio.tags import CONTROL_TAGS, SELF_CONTROLS


def by_name(config: LabelConfig) -> dict[str, Comparable]:
    return {one.name: one for one in comparable(config)}


def config_of(body: str) -> LabelConfig:
    return parse_label_config(f"""<View><Image name="img" value="$img"/>
      <Text name="text" value="$text"/>{body}</View>""")


def test_there_is_one_for_every_control_in_order_and_relations_come_last() -> None:
    found = comparable(CONFIG)
    assert [one.name for one in found] == [*CONFIG.controls, RELATIONS]
    relations = found[-1]
    assert (relations.kinds, relations.labels, relations.shown) == (
        (answers.Relations,),
        ("of",),
        True,
    )
    assert relations.may_be_hidden


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ner", answers.Spans), ("topic", answers.Items), ("mood", answers.Attached),
        ("kind", answers.Paths), ("stars", answers.Numbers), ("count", answers.Numbers),
        ("when", answers.Numbers), ("note", answers.Texts), ("better", answers.Items),
        ("rank", answers.Ranking), ("box", answers.Boxes), ("frame", answers.Boxes),
        ("part", answers.Boxes), ("poly", answers.Polygons), ("oval", answers.Polygons),
        ("thing", answers.Polygons), ("caption", answers.Attached), ("paint", answers.Masks),
        ("bits", answers.Masks), ("wand", answers.Masks), ("point", answers.Points),
        ("word", answers.Boxes), ("speech", answers.Spans), ("mark", answers.Spans),
        ("act", answers.Spans), ("run", answers.Spans), ("track", answers.Tracks),
        ("who", answers.Tracks), ("scenes", answers.Spans), ("line", answers.Other),
        ("chat", answers.Other),
    ],
)  # fmt: skip
def test_the_kind_of_answer_of_every_control(name: str, kind: type) -> None:
    assert by_name(CONFIG)[name].kinds[0] is kind


def test_every_tag_has_a_kind() -> None:
    for tag in CONTROL_TAGS | set(SELF_CONTROLS):
        assert kinds_of(tag, "Image")
        assert kinds_of(tag, "Image", per_region=True) == (answers.Attached,)


def test_labels_are_classes_in_the_order_of_the_configuration() -> None:
    found = by_name(
        config_of("""<Choices name="a" toName="text"><Choice value="z"/><Choice value="b"
          alias="y"/></Choices><TextArea name="b" toName="text"/>
          <Taxonomy name="c" toName="text"><Choice value="A"><Choice value="B"/></Choice></Taxonomy>
          <Choices name="d" toName="text" value="$options"/>""")
    )
    assert found["a"].labels == ("z", "y")
    assert found["c"].labels == ("A", "A / B")
    assert [found[name].is_categorical for name in "abcd"] == [True, False, True, True]
    assert found["d"].dynamic


def test_what_not_everybody_sees_may_be_hidden() -> None:
    found = by_name(
        config_of("""<Rectangle name="r" toName="img"/>
          <View visibleWhen="choice-selected" whenTagName="a">
            <Rating name="inside" toName="text"/></View>
          <Rating name="own" toName="text" visibleWhen="region-selected"/>
          <Rating name="each" toName="img" perRegion="true"/>
          <Rating name="open" toName="text"/>""")
    )
    assert {name for name, one in found.items() if one.may_be_hidden} == {
        "inside", "own", "each", RELATIONS,
    }  # fmt: skip
    assert found["each"].per_region


def test_what_is_asked_of_every_image_is_attached_to_it_and_seen_by_everybody() -> None:
    config = config_of('<Rating name="each" toName="img" perItem="true"/>')
    each = by_name(config)["each"]
    assert (each.kinds, each.per_region, each.may_be_hidden) == ((answers.Attached,), True, False)


def test_controls_of_a_repeater_are_one() -> None:
    config = parse_label_config("""<View><Repeater on="$pages" indexFlag="{{i}}">
      <Image name="page_{{i}}" value="$pages[{{i}}]"/>
      <RectangleLabels name="box_{{i}}" toName="page_{{i}}"><Label value="A"/></RectangleLabels>
    </Repeater></View>""")
    found = by_name(config)
    assert found["box_{{i}}"].repeated
    assert found["box_{{i}}"].object_tag == "Image"


def test_relations_need_regions() -> None:
    assert RELATIONS not in by_name(config_of('<Rating name="a" toName="text"/>'))
    found = by_name(config_of('<Rectangle name="a" toName="img"/>'))
    assert found[RELATIONS].shown is False


@pytest.mark.parametrize(
    ("tools", "kind"),
    [
        ("", answers.Boxes),
        ('<Rectangle name="r" toName="img"/>', answers.Boxes),
        ('<Polygon name="p" toName="img"/>', answers.Polygons),
        ('<Brush name="b" toName="img"/>', answers.Masks),
        ('<KeyPoint name="k" toName="img"/>', answers.Points),
        ('<Rectangle name="r" toName="img"/><Ellipse name="e" toName="img"/>', answers.Polygons),
        ('<Rectangle name="r" toName="img"/><Brush name="b" toName="img"/>', answers.Boxes),
        (
            '<Brush name="b" toName="img"/>'
            '<PolygonLabels name="p" toName="img"><Label value="A"/></PolygonLabels>',
            answers.Masks,
        ),
    ],
)
def test_labels_on_an_image_are_of_the_kind_that_its_plain_tools_draw(
    tools: str, kind: type
) -> None:
    config = config_of(f'{tools}<Labels name="l" toName="img"><Label value="A"/></Labels>')
    assert by_name(config)["l"].kinds == (kind,)
