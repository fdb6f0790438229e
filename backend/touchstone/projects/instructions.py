"""Instructions are HTML that a manager writes and everybody in the project reads."""

from typing import Annotated

import nh3
from pydantic import AfterValidator, Field


def clean(html: str) -> str:
    """The same text without anything that runs, loads by itself, or reaches out of its place."""
    return nh3.clean(html, link_rel="noopener noreferrer nofollow")


Instruction = Annotated[str, Field(max_length=100_000), AfterValidator(clean)]
