# Two commands suffice: `make run` and `make test`. Both do their own set-up.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
DATA ?= data
BIN := .venv/bin
NODE_TOOL := $(BIN)/python -m tools.node
RECIPE := pyproject.toml constraints.txt hatch_build.py package.json package-lock.json .npmrc queue_server/__init__.py
BENCHES := $(patsubst bench/%.py,%,$(sort $(wildcard bench/bench_*.py)))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# The second name is for pip 25.3 and newer, which no longer lets the first reach the build's own environment.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt

.PHONY: help run test check format types bench browser lock clean

help: ## show these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

run: .venv/.installed ## serve a ready office at the address that is printed; its records are kept in data/
	@exec $(BIN)/xephang run --try-out --data $(DATA)

test: browser check ## every check and every test
	@$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile

check: .venv/.installed-dev node_modules/.installed ## format, lint, strict types of Python and JavaScript, import rules
	@echo "ruff format"; $(BIN)/ruff format --check --quiet . || { echo "run: make format" >&2; exit 1; }
	echo "ruff check"; $(BIN)/ruff check --quiet .
	echo "mypy"; $(BIN)/mypy --no-error-summary
	echo "protocol types"; $(BIN)/python -m tools.protocol_types --check || { echo "run: make types" >&2; exit 1; }
	echo "tsc"; $(NODE_TOOL) node node_modules/typescript/bin/tsc --project .
	echo "import rules"; $(BIN)/python -m pytest -q --no-header tests/test_imports.py

format: .venv/.installed-dev ## put the Python code into its form
	@$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: .venv/.installed-dev ## write shared_ui/protocol.d.ts from queue_server/protocol
	@$(BIN)/python -m tools.protocol_types

bench: .venv/.installed-dev browser ## every bench: this project, a bare limit or a peer, and the ratio
	@for name in $(BENCHES); do echo "== $$name"; $(BIN)/python -m bench.$$name; done

browser: ## the browser that the screens' tests drive
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| tools/system_packages.sh chromium

lock: .venv/.installed-dev ## newest versions into constraints.txt and package-lock.json
	@$(BIN)/python -m tools.lock

clean: ## remove all that these commands made, except data/
	@rm -rf .venv node_modules shared_ui/vendor queue_server/devices/fonts artifacts build dist \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: $(PYTHON) was not found." >&2; exit 1; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed, $$($(PYTHON) --version) was found. Say: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tools/system_packages.sh python3-venv
	$(PYTHON) -m venv .venv
	touch $@

.venv/.installed: $(RECIPE) | .venv/.made
	@$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/.installed-dev: $(RECIPE) .venv/.installed
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

node_modules/.installed: package.json package-lock.json .npmrc | .venv/.installed-dev
	@$(NODE_TOOL) npm ci --ignore-scripts
	touch $@
