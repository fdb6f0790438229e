# make run    start Touchstone with its demonstration project (PORT=9000 for another port)
# make test   every check and every test of both sides
# The other targets: see `make help`.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
MODULES := frontend/node_modules/.package-lock.json
SPA := frontend/dist/index.html

# Folders are among them so that a removed file counts as a change.
SPA_SOURCES := $(shell find frontend/src frontend/public \( -type f -o -type d \) 2>/dev/null) \
	$(wildcard frontend/*.html frontend/*.ts frontend/*.json frontend/*.cjs frontend/*.mjs)

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- running -------------------------------------------------------------------------------

.PHONY: run
run: $(RUNTIME) $(SPA)  ## Start the server with the demonstration project
	@exec $(BIN)/touchstone serve --demo $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

.PHONY: setup
setup: $(DEV) $(MODULES)  ## Install everything that development needs

$(RUNTIME): requirements.lock pyproject.toml scripts/bootstrap.sh
	@scripts/bootstrap.sh requirements.lock
	@touch $@

# The development lock holds the packages of the other one too.
$(DEV): requirements-dev.lock pyproject.toml scripts/bootstrap.sh
	@scripts/bootstrap.sh requirements-dev.lock
	@touch $@ $(RUNTIME)

$(MODULES): frontend/package-lock.json
	@scripts/check-node.sh
	@echo "Installing the web app's packages"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SPA): $(MODULES) $(SPA_SOURCES)
	@echo "Building the web app"
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

# --- checking ------------------------------------------------------------------------------

.PHONY: test
test:  ## Every check and every test
	@$(MAKE) setup
	@$(MAKE) --keep-going check-backend check-frontend check-types check-docs \
		test-backend test-e2e

.PHONY: check-backend
check-backend: $(DEV)  ## Format, lint, types and import order of the server
	@echo "== server: format, lint, types, import order"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

.PHONY: test-backend
test-backend: $(DEV) $(SPA)  ## Tests of the server
	@echo "== server: tests"
	@$(BIN)/python -m pytest

.PHONY: check-frontend
check-frontend: $(MODULES) $(SPA)  ## Format, lint, types, import order, tests and size of the web app
	@echo "== web app: format, lint, types, import order, tests, size"
	@cd frontend && npm run --silent check
	@cd frontend && npm run --silent size

.PHONY: check-types
check-types: $(DEV) $(MODULES)  ## The committed API description and types match the code
	@echo "== API types"
	@scripts/check-api-types.sh

.PHONY: check-docs
check-docs: $(DEV)  ## The documentation builds without a warning
	@echo "== documentation"
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir site

.PHONY: test-e2e
test-e2e: $(DEV) $(SPA)  ## Journeys in a real browser against a real server
	@echo "== journeys in a browser"
	@browser=$$($(BIN)/python scripts/find_browser.py) && cd frontend && \
		TOUCHSTONE_BROWSER="$$browser" npm run --silent e2e

# --- keeping -------------------------------------------------------------------------------

.PHONY: fmt
fmt: $(DEV) $(MODULES)  ## Format both sides
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .
	@cd frontend && npm run --silent format

.PHONY: types
types: $(DEV) $(MODULES)  ## Write docs/openapi.json and the web app's API types anew
	@$(BIN)/touchstone openapi docs/openapi.json
	@cd frontend && npm run --silent types

.PHONY: lock
lock: $(DEV)  ## Pin the Python packages anew
	@$(BIN)/uv pip compile -q --no-header --universal --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --no-header --universal --python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock

.PHONY: docs
docs: $(DEV)  ## Serve the documentation while it is written
	@exec $(BIN)/mkdocs serve

.PHONY: bench
bench: $(DEV)  ## Measure the budgets on a generated project
	@$(BIN)/python -m tests.bench $(BENCH)
