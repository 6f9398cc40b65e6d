# The two commands of a fresh machine are `make serve` and `make test`; each does all set-up from nothing.
# Needs Python 3.11 or later with its venv module, and PyPI (or a copy of it that pip knows) for the first run.

PYTHON ?= python3
BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --retries 10 install --quiet

.DEFAULT_GOAL := help
.PHONY: help setup index serve test lint format check coverage bench lock clean

help: ## this list
	@sed -n 's|^\([a-z]*\):.*## |  make \1\t|p' $(MAKEFILE_LIST)

setup: .venv/installed ## the environment: packages of requirements.lock and this program, in .venv

.venv/installed: requirements.lock setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

index: setup ## read the corpus and publish an index of it in index/
	$(BIN)/baogao build

serve: index ## the site over the corpus, on http://127.0.0.1:8000/
	$(BIN)/baogao serve

test: setup ## all tests; those that need ../shared, Chromium or LibreOffice skip where these are absent
	$(BIN)/python -m pytest $(ARGS)

lint: setup ## style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup ## put the code in form
	$(BIN)/ruff check --fix-only --select I .
	$(BIN)/ruff format .

check: lint test ## what a commit must pass

coverage: setup ## the tests with the lines they never reach
	$(BIN)/python -m pytest --cov --cov-report=term $(ARGS)

bench: setup ## how long things take: startup, search, ingest, intake, or what ARGS names (docs/speed.md); run it alone
	$(BIN)/python -m bench $(ARGS)

lock: setup ## requirements.lock anew from setup.cfg (needs uv)
	uv pip compile setup.cfg --universal --python-version 3.11 --generate-hashes --extra dev --extra bench \
		--no-emit-index-url --no-emit-find-links --output-file requirements.lock --upgrade

clean: ## remove what can be made again; corpus, glossary and addresses stay
	rm -rf .venv index build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
