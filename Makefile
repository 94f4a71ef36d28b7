# What a newcomer types. `make` alone lists it. GNU make 3.81 (macOS) is enough.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test bench screenshots check format messages clean

PYTHON := .venv/bin/python
CODE := manage.py site izin cms_pages tutorials public_search tests

# The same sorting, messages and dates on every machine; a locale that is not installed stops PostgreSQL.
ifeq ($(shell uname -s),Darwin)
export LC_ALL := en_US.UTF-8
export DYLD_FALLBACK_LIBRARY_PATH := $(shell brew --prefix 2>/dev/null)/lib:/usr/local/lib:/usr/lib
else
export LC_ALL := C.UTF-8
endif

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the site needs (run does it too)
	@sh site/deploy/setup.sh

setup-dev:
	@sh site/deploy/setup.sh --dev

run: setup ## start the site: http://localhost:8000 (PORT, HOST, BASE_URL, DATABASE_URL, DATA_DIR)
	@$(PYTHON) site/deploy/run.py

# Plain `-n`, which hands tests out in their order: the transactional ones empty the tables, and must come last.
test: setup-dev ## run all tests on all cores; PYTEST_ARGS="tests/common -x" narrows, "-n 0" takes one
	@$(PYTHON) -m pytest -n auto $(PYTEST_ARGS)

bench: export PYTHONPATH := .:site
bench: setup-dev ## measure against the goals, into .data/bench.json; BENCH=home runs one
	@$(PYTHON) -m tests.benchmarks

screenshots: export PYTHONPATH := .:site
screenshots: setup-dev ## pictures of every page, into .data/screenshots; SHIP=1 renews those of the tutorials
	@$(PYTHON) -m tests.screenshots

# The types need the settings, but neither a database nor files: an address that is never used keeps the
# embedded server from starting.
check: export TEST_DATA_DIR := .data/check
check: export DATA_DIR := .data/check
check: export PYTHONPATH := .:site
check: export DATABASE_URL := postgres://nobody@127.0.0.1:1/none
check: setup-dev ## lint, format, types, templates, import floors, migrations, production settings
	$(PYTHON) -m ruff check $(CODE)
	$(PYTHON) -m ruff format --check $(CODE)
	$(PYTHON) -m mypy
	$(PYTHON) -m djlint templates --lint --quiet
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PYTHON) -W 'ignore:Got an error checking:RuntimeWarning' manage.py makemigrations --check --dry-run
	sh site/deploy/check_production.sh

format: setup-dev ## bring code and imports into the house's form
	@$(PYTHON) -m ruff check --fix-only --quiet $(CODE)
	@$(PYTHON) -m ruff format $(CODE)

messages: setup-dev ## compile the words of the admin (site/locale) after a change to a .po file
	@$(PYTHON) -c 'from pathlib import Path; from polib import pofile; [pofile(p).save_as_mofile(p.with_suffix(".mo")) \
		for p in Path("site/locale").rglob("*.po")]'

clean: ## remove the environment and caches; data in .data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results .data/check
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
