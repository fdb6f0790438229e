"""JSON responses without a second look at the data."""

from typing import Any

import orjson
from starlette.responses import Response


class Json(Response):
    """Renders Python values with orjson; bytes are taken to be JSON already."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return content if isinstance(content, bytes) else orjson.dumps(content)
