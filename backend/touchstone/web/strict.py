"""Request bodies read as strict JSON: finite numbers, storable text, bounded nesting."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from touchstone.core.errors import Invalid
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.strict_json import decode_json


class _StrictRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            raw = await self.body()
            try:
                self._json = decode_json(raw) if raw else None
            except BadRecord as error:
                raise Invalid(
                    f"{error.path}: {error.message}",
                    code="bad_json",
                    path=error.path,
                    validation_errors={error.path: [error.message]},
                ) from error
        return self._json


class StrictRoute(APIRoute):
    """A route whose JSON body is refused, with the place, where the database could not keep it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(_StrictRequest(request.scope, request.receive))

        return strict
