"""The people that a file names."""

import re
from collections.abc import Iterator

from touchstone.labelstudio.records import AuthorRef, TaskRecord

MAX_EMAIL = 254
MAX_NAME = 150

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def authors_of(task: TaskRecord) -> Iterator[AuthorRef]:
    """Who must have an account: those who answered, reviewed or drafted."""
    for annotation in task.annotations:
        if annotation.completed_by is not None:
            yield annotation.completed_by
        for review in annotation.reviews:
            if review.created_by is not None:
                yield review.created_by
    for draft in task.drafts:
        if draft.user is not None:
            yield draft.user


class People:
    """The accounts of a file's authors.

    Files often name a person fully in one place and by the number alone in another.
    """

    def __init__(self) -> None:
        self._named: dict[int, AuthorRef] = {}
        self._users: dict[AuthorRef, int] = {}

    def meet(self, author: AuthorRef) -> None:
        if author.id is not None and author.email is not None:
            self._named.setdefault(author.id, author)

    def person(self, author: AuthorRef) -> AuthorRef:
        """The fullest form that this author was met in."""
        if author.email is None and author.id is not None:
            return self._named.get(author.id, author)
        return author

    def __contains__(self, author: AuthorRef) -> bool:
        return self.person(author) in self._users

    def add(self, author: AuthorRef, user_id: int) -> None:
        self._users[author] = user_id

    def user(self, author: AuthorRef) -> int:
        return self._users[self.person(author)]

    def find(self, author: AuthorRef | None) -> int | None:
        """The account of somebody who need not be an author of the file."""
        return None if author is None else self._users.get(self.person(author))


def check_author(author: AuthorRef) -> str | None:
    """Why this author cannot become an account, if so."""
    email = author.email
    if email is None:
        return None
    if len(email) > MAX_EMAIL or _EMAIL.fullmatch(email.strip()) is None:
        return f"an author must be an id or an e-mail address, not {email[:60]!r}"
    return None
