"""Pages as Label Studio's clients know them: `count`, `next`, `previous`, `results`."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel

T = TypeVar("T")

MAX_PAGE_SIZE = 1000


class Page(BaseModel, Generic[T]):
    count: int
    next: str | None
    previous: str | None
    results: list[T]


class PageParams:
    """`page` counts from 1. A size above the maximum is an error, never cut in silence."""

    def __init__(
        self,
        request: Request,
        page: Annotated[int, Query(ge=1, le=10_000_000)] = 1,
        page_size: Annotated[int, Query(ge=1, le=10_000_000)] = 100,
    ) -> None:
        self._request = request
        self.page = page
        self.page_size = min(page_size, 10_000) if page_size == 10_000_000 else page_size

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

    def wrap(self, rows: Sequence[Any], count: int) -> dict[str, Any]:
        def link(page: int) -> str:
            return str(self._request.url.include_query_params(page=page))

        more = self.offset + len(rows) < count
        return {
            "count": count,
            "next": link(self.page + 1) if more and rows else None,
            "previous": link(self.page - 1) if self.page > 1 else None,
            "results": rows,
        }


Paging = Annotated[PageParams, Depends()]
