.PHONY: lock
lock:
	uv pip compile -q --no-header --universal --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --no-header --universal --python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock
