"""XML of a labeling configuration to a tree of elements that know their line and column."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from touchstone.labelstudio.errors import BadConfig

MAX_CONFIG_BYTES = 1024 * 1024
MAX_DEPTH = 100

_LONGEST_TAG = 80
_LONGEST_MESSAGE = 500


@dataclass(slots=True)
class Element:
    tag: str
    attrs: dict[str, str]
    line: int
    column: int
    parent: "Element | None" = field(default=None, repr=False)
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def bad(self, message: str) -> BadConfig:
        """An error about this element: names its tag and says where it is."""
        text = f"<{self.tag[:_LONGEST_TAG]}>: {message[:_LONGEST_MESSAGE]}"
        return BadConfig(text, self.line, self.column)


class _TreeTarget:
    """Receives the parser's events; `expat` is set once the parser exists."""

    expat: Any

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        line, column = self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1
        parent = self._open[-1] if self._open else None
        element = Element(tag, dict(attrs), line, column, parent)
        if len(self._open) >= MAX_DEPTH:
            raise element.bad(f"tags are nested deeper than {MAX_DEPTH}")
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
        self._open.append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def close(self) -> None:
        """Part of the parser's protocol; the tree is complete by now."""


def read_config(xml: str) -> Element:
    """The root element of a configuration.

    Raises BadConfig for text that is too large, declares a document type or entities, or is not
    well-formed XML.
    """
    data = _encode(xml)
    target = _TreeTarget()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.expat = parser.parser
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise BadConfig(
            "document types and entities are not allowed in a labeling configuration",
            target.expat.CurrentLineNumber,
            target.expat.CurrentColumnNumber + 1,
        ) from error
    except ParseError as error:
        line, column = error.position
        reason = str(error).split(":", 1)[0]
        raise BadConfig(f"not well-formed XML: {reason}", line, column + 1) from error
    except ValueError as error:
        if isinstance(error, BadConfig):
            raise
        raise BadConfig(f"not well-formed XML: {error}", 1, 1) from error
    if target.root is None:
        raise BadConfig("the configuration is empty")
    return target.root


def _encode(xml: str) -> str:
    try:
        size = len(xml.encode())
    except UnicodeEncodeError as error:
        raise BadConfig("the configuration holds half of a surrogate pair") from error
    if size > MAX_CONFIG_BYTES:
        raise BadConfig(
            f"the configuration has {size:,} bytes; at most {MAX_CONFIG_BYTES:,} are allowed"
        )
    text = xml.removeprefix("\ufeff")
    if not text.strip():
        raise BadConfig("the configuration is empty")
    return text
