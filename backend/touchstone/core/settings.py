"""Settings come from the environment (prefix ``TOUCHSTONE_``) or, for secrets, from files."""

import contextlib
import os
import secrets
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import quote

import platformdirs
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1024 * 1024


def _default_data_dir() -> Path:
    """The user's own data folder; root's home is closed to the database's user, so not there."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/touchstone")
    return Path(platformdirs.user_data_dir("touchstone", appauthor=False))


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TOUCHSTONE_", extra="ignore")

    database_url: str | None = None
    """PostgreSQL address; without one the embedded server under `data_dir` is used."""
    database_pool_size: Annotated[int, Field(ge=1, le=200)] = 16

    database_password_file: Path | None = None
    """File holding the password that `database_url` leaves out."""

    data_dir: Path = Field(default_factory=_default_data_dir)
    secret_key: SecretStr | None = None
    secret_key_file: Path | None = None
    """File holding the secret; without either, one is made under `data_dir`."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    spa_dir: Path | None = None
    """Folder of the built SPA; without one `touchstone serve` looks beside the package."""
    allowed_origins: list[str] = []
    """Other origins whose pages may call the API with the session cookie."""
    secure_cookies: bool = False
    """Send the session cookie over HTTPS only."""

    session_days: Annotated[int, Field(ge=1, le=365)] = 14
    access_token_seconds: Annotated[int, Field(ge=30, le=86_400)] = 300
    refresh_token_days: Annotated[int, Field(ge=1, le=3650)] = 365

    max_upload_bytes: Annotated[int, Field(ge=1024)] = 2 * 1024 * MIB - 1
    max_body_bytes: Annotated[int, Field(ge=1024)] = 16 * MIB
    """Largest request body outside uploads."""
    inline_import_bytes: Annotated[int, Field(ge=0)] = MIB
    """JSON imports up to this size are done inside the request."""

    worker_concurrency: Annotated[int, Field(ge=1, le=64)] = 4
    heartbeat_file: Path | None = None
    """A worker touches it every few seconds while it reaches the database."""
    custom_metrics: bool = False
    """Let managers give a project a Python function that scores two annotations."""
    lease_seconds: Annotated[int, Field(ge=5, le=86_400)] = 600

    @model_validator(mode="after")
    def _complete_database_url(self) -> Self:
        if self.database_url and self.database_password_file:
            password = quote(self.database_password_file.read_text().strip(), safe="")
            scheme, _, rest = self.database_url.partition("://")
            user, at, place = rest.partition("@")
            if not at or ":" in user:
                raise ValueError(
                    "with a password file the database address must name a user and no password"
                )
            self.database_url = f"{scheme}://{user}:{password}@{place}"
        return self

    @cached_property
    def secret(self) -> str:
        """The signing key, the same for every process on one data folder.

        Raises ValueError when a given key is shorter than 32 characters.
        """
        if self.secret_key is not None:
            key = self.secret_key.get_secret_value().strip()
        else:
            key = _read_or_create(self.secret_key_file or self.data_dir / "secret_key")
        if len(key) < 32:
            raise ValueError("the secret key must have at least 32 characters")
        return key


def _read_or_create(path: Path) -> str:
    """Read the key, or make one so that processes starting at once agree on it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()
