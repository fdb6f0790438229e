"""`python -m touchstone`."""

from touchstone.cli import app

app()
