"""The web application: engine, routers, error handlers, and the SPA where there is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.middleware.cors import CORSMiddleware

import touchstone
from touchstone.access.routes import router as access_router
from touchstone.access.throttle import LoginThrottle
from touchstone.annotations.routes import router as annotations_router
from touchstone.core.settings import Settings
from touchstone.dashboards.routes import router as dashboards_router
from touchstone.dashboards.stats_report_routes import router as stats_report_router
from touchstone.dashboards.stats_routes import router as stats_router
from touchstone.data_manager.counting import SharedCounts
from touchstone.data_manager.routes import router as data_manager_router
from touchstone.db.engine import make_engine, make_read_sessions, make_sessions
from touchstone.projects.agreement_routes import router as agreement_settings_router
from touchstone.projects.dimension_routes import router as dimensions_router
from touchstone.projects.routes import router as projects_router
from touchstone.reviews.routes import router as reviews_router
from touchstone.scoring.custom_routes import router as custom_metric_router
from touchstone.tasks.routes import router as tasks_router
from touchstone.transfers.routes import router as transfers_router
from touchstone.web import errors
from touchstone.web.docs import add_docs
from touchstone.web.middleware import BodyLimit, SecurityHeaders
from touchstone.web.openapi import add_openapi
from touchstone.web.spa import add_spa

ROUTERS = (
    access_router,
    projects_router,
    dimensions_router,
    agreement_settings_router,
    tasks_router,
    annotations_router,
    reviews_router,
    data_manager_router,
    dashboards_router,
    stats_router,
    stats_report_router,
    custom_metric_router,
    transfers_router,
)

DESCRIPTION = """
Review, ground truth and agreement for labelled data.

Paths and field names are Label Studio's where it has them, so that its Python client works.
Send `Authorization: Token <legacy token>`, or `Bearer <access token>` from
`POST /api/token/refresh/`; the web app uses a session cookie.
Every error has the body `Problem`; switch on its `code`.
"""

TAGS = [
    {"name": "session", "description": "Logging in, and the first account."},
    {"name": "users", "description": "Accounts."},
    {"name": "tokens", "description": "Legacy tokens and personal access tokens."},
    {"name": "projects", "description": "Projects and their labeling config."},
    {"name": "members", "description": "Who belongs to a project."},
    {"name": "tasks", "description": "Single tasks."},
    {"name": "data manager", "description": "Lists of tasks, and actions on many."},
    {"name": "annotations", "description": "Annotations and ground truth."},
    {"name": "predictions", "description": "Answers of models."},
    {"name": "reviews", "description": "Verdicts."},
    {"name": "review stream", "description": "What waits for a verdict, one item at a time."},
    {"name": "import", "description": "Bringing tasks in."},
    {"name": "export", "description": "Taking tasks out."},
    {"name": "files", "description": "Media files of projects."},
    {"name": "dashboard", "description": "Figures of a project."},
    {"name": "agreement", "description": "What is compared, by which metrics, and what came out."},
    {"name": "system", "description": "Version and health."},
]


def _operation_id(route: APIRoute) -> str:
    return route.name


def create_app(
    settings: Settings | None = None,
    *,
    database_url: str | None = None,
    engine: AsyncEngine | None = None,
) -> FastAPI:
    """Build the application; with `engine` given, that one is used and left open."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if engine is not None:
            yield
            return
        own = make_engine(
            database_url or settings.database_url or "", pool_size=settings.database_pool_size
        )
        _use(app, own)
        yield
        await own.dispose()

    app = FastAPI(
        title="Touchstone",
        version=touchstone.__version__,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.login_throttle = LoginThrottle()
    app.state.shared_counts = SharedCounts()
    app.state.demo_logins = []
    if engine is not None:
        _use(app, engine)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    add_health(app)
    add_openapi(app)
    add_docs(app)
    add_spa(app, _spa_dir(settings))
    app.add_middleware(
        BodyLimit, limit=settings.max_body_bytes, exempt_suffixes=("/import", "/import/")
    )
    app.add_middleware(SecurityHeaders)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_credentials=True,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["ETag", "Content-Disposition", "Retry-After"],
        )
    return app


def _use(app: FastAPI, engine: AsyncEngine) -> None:
    app.state.engine = engine
    app.state.sessions = make_sessions(engine)
    app.state.read_sessions = make_read_sessions(engine)


def add_health(app: FastAPI) -> None:
    @app.get("/api/health", tags=["system"], name="get_health")
    async def _() -> dict[str, Any]:
        """Whether the database answers; for load balancers and container health checks."""
        async with app.state.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return {"status": "ok", "version": touchstone.__version__}


def _spa_dir(settings: Settings) -> Path | None:
    """The built SPA: as set, of the source tree, or inside the installed package."""
    package = Path(__file__).resolve().parent
    candidates = (settings.spa_dir, package.parents[1] / "frontend" / "dist", package / "_spa")
    return next((path for path in candidates if path and (path / "index.html").is_file()), None)
