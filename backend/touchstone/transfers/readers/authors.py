"""The people that a file names."""

import re
from collections.abc import Iterable, Iterator

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
        self._met: set[AuthorRef] = set()
        self._named: dict[int, AuthorRef] = {}
        self._users: dict[AuthorRef, int] = {}

    def meet(self, tasks: Iterable[TaskRecord]) -> list[AuthorRef]:
        """The authors who need an account that was not asked for yet, in a fixed order."""
        fresh = {author for task in tasks for author in authors_of(task)} - self._met
        if not fresh:
            return []
        self._met |= fresh
        for author in fresh:
            if author.id is not None and author.email is not None:
                self._named.setdefault(author.id, author)
        wanted = {self.person(author) for author in fresh} - self._users.keys()
        return sorted(wanted, key=lambda author: (author.email or "", author.id or 0))

    def person(self, author: AuthorRef) -> AuthorRef:
        """The fullest form that this author was met in."""
        if author.email is None and author.id is not None:
            return self._named.get(author.id, author)
        return author

    def add(self, author: AuthorRef, user_id: int) -> None:
        self._users[author] = user_id

    def user(self, author: AuthorRef) -> int:
        found = self._users.get(author)
        if found is None:
            found = self._users[author] = self._users[self.person(author)]
        return found

    def find(self, author: AuthorRef | None) -> int | None:
        """The account of somebody who need not be an author of the file."""
        if author is None:
            return None
        return self._users.get(author) or self._users.get(self.person(author))


def check_author(author: AuthorRef) -> str | None:
    """Why this author cannot become an account, if so."""
    email = author.email
    if email is None:
        return None
    if len(email) > MAX_EMAIL or _EMAIL.fullmatch(email.strip()) is None:
        return f"an author must be an id or an e-mail address, not {email[:60]!r}"
    return None
