"""A real PostgreSQL that needs no installation: started, shared and stopped by us.

Only needed where no `TOUCHSTONE_DATABASE_URL` is set. Nothing here imports a database driver.
"""

from touchstone.embedded.errors import EmbeddedPostgresError
from touchstone.embedded.server import EmbeddedPostgres, ServerStatus

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "ServerStatus"]
