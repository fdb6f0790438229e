"""Who works in the demonstration, and how they log in."""

from dataclasses import dataclass
from typing import Literal

DEMO_PASSWORD = "touchstone"  # noqa: S105 - printed at start, loaded with the demonstration only

RoleCode = Literal["OW", "AD", "MA", "RE", "AN"]


@dataclass(frozen=True, slots=True)
class Person:
    """A demonstration account. The domain is reserved, so no mail can ever reach anyone."""

    email: str
    first_name: str
    last_name: str
    role: RoleCode

    def as_author(self) -> dict[str, str]:
        """The form that `completed_by` and `created_by` have in exported files."""
        return {
            "email": self.email,
            "first_name": self.first_name,
            "last_name": self.last_name,
        }


OWNER = Person("owner@example.org", "Olivia", "Marsh", "OW")
ADMIN = Person("admin@example.org", "Adrian", "Costa", "AD")
MANAGER = Person("manager@example.org", "Maya", "Lindgren", "MA")
REVIEWER = Person("reviewer@example.org", "Rosa", "Delgado", "RE")
SECOND_REVIEWER = Person("reviewer2@example.org", "Ravi", "Nair", "RE")
ANNA = Person("anna@example.org", "Anna", "Kowalska", "AN")
BEN = Person("ben@example.org", "Ben", "Hartley", "AN")
CHEN = Person("chen@example.org", "Chen", "Yuhan", "AN")
DARA = Person("dara@example.org", "Dara", "O'Neill", "AN")

PEOPLE = (OWNER, ADMIN, MANAGER, REVIEWER, SECOND_REVIEWER, ANNA, BEN, CHEN, DARA)
REVIEWERS = (REVIEWER, SECOND_REVIEWER)
