"""The single-page app as static files; every unknown page address gets its index."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

SERVER_PATHS = ("api/", "data/", "docs", "openapi.json", "assets/")


class SinglePageApp(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            page = scope["method"] in {"GET", "HEAD"} and not path.startswith(SERVER_PATHS)
            if error.status_code != 404 or not page:
                raise
            path, response = "index.html", await super().get_response("index.html", scope)
        hashed = path.startswith("assets/")  # Vite puts a content hash into these names
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if hashed else "no-cache"
        )
        return response


def add_spa(app: FastAPI, folder: Path | None) -> None:
    """Serve the SPA of `folder` below everything else; without one the API stands alone."""
    if folder is not None:
        app.mount("/", SinglePageApp(directory=folder, html=True), name="spa")
