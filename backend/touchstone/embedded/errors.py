"""Why the embedded PostgreSQL could not be used."""


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL cannot start, or its folder cannot be used."""
