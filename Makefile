# One .venv serves every target; the development tools join it when a target needs them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Every lock entry is hashed, so pip refuses anything that is not what was reviewed.
INSTALL := $(PIP) install --quiet --require-hashes --no-deps
DEMO_ARGS ?=
TEST_ARGS ?=
ONLY ?=

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench soak fuzz model lock clean

help: ## What can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gettone needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	$(INSTALL) -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	$(INSTALL) -r requirements-dev.txt
	@touch $@

demo: $(RUNTIME) ## A chat, an e-mail and a keypad call, raw in and tokens out (DEMO_ARGS=--once ends by itself)
	@$(BIN)/gettone demo $(DEMO_ARGS)

test: $(DEV) ## Every test, on a PostgreSQL that it starts itself
	$(BIN)/python -m pytest -n 2 --dist worksteal $(TEST_ARGS)

lint: $(DEV) ## ruff, mypy --strict, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV) ## One table of ratios against peers and limits (ONLY=name for one row)
	$(BIN)/python -m benchmarks $(ONLY)

soak: $(DEV) ## Long hunts: kill -9 under load, many random cards
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/soak --run-soak

fuzz: $(DEV) ## Property tests with many more examples
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -n 2 --dist worksteal -m hypothesis

model: $(DEV) ## Generates the corpus, trains and scores the NER model, writes it and its card (about ten minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0 $(BIN)/python -m training

lock: ## Rewrites the two requirement files from pyproject.toml
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.txt
	build/lock/bin/uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.txt -o requirements-dev.txt

clean: ## Removes what the targets made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
