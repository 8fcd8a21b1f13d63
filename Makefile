# The ways to use, check and release Safe Conduct. `make` alone lists them.
# PYTHON=python3.12 chooses the interpreter (3.11 or newer), PORT=8123 the port of `make demo` and `make run`.

PYTHON ?= python3
PORT ?=
UV ?= uv
BIN := .venv/bin
LANGUAGES := ar es fr ru
COMPILE := $(UV) pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet
PYTEST := $(BIN)/python -m pytest
# Three on two cores: many tests wait, for a server, a clock or a browser. Files begin in the order of tests/conftest.py.
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 1
# A test that waits for ever is ended, and said to have failed, instead of holding up all others.
ENDED := -o faulthandler_timeout=600 -o faulthandler_exit_on_timeout=true
# A test that fails is tried once more and listed as rerun: a browser or a clock may err where much runs at once.
AGAIN := --reruns 1
ON_POSTGRESQL := tests/postgresql tests/desks tests/pages/test_staff.py
# What works on files alone is tested once.
WITHOUT_DATABASE := --ignore-glob='*/test_*observatory*.py' \
  $(addprefix --ignore=tests/desks/program/test_,coding_by_hand.py collecting.py guidance.py rota.py suggesting.py)

export PYTHON
.NOTPARALLEL:
.PHONY: help setup dev observatory spark demo run check fix parts test test-long messages sizes lock release clean

# List what can be made.
help:
	@awk '/^# /{said=substr($$0,3); next} /^[a-z-]+:/{split($$0,t,":"); if (said) printf "  make %-10s %s\n", t[1], said} {said=""}' Makefile

# Make the environment from the lock file; quick when nothing has changed.
setup:
	@scripts/setup

# The same, with what the checks and tests need.
dev:
	@scripts/setup dev

# The same, with what collecting, checking and measuring public statements needs.
observatory:
	@scripts/setup observatory

# The same, with what counting and coding on several machines needs besides; Java 17 or newer has to be there.
spark:
	@scripts/setup spark

# Serve an instance filled with invented organisations and people, on this machine only.
demo: setup
	@$(BIN)/safeconduct demo $(if $(PORT),--port $(PORT))

# Serve your own instance.
run: setup
	@$(BIN)/safeconduct serve $(if $(PORT),--port $(PORT))

# Look at the code without running it: style, types, who imports whom.
check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Put right what a program can put right.
fix: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Install what the tests use besides Python: Debian packages where allowed, what drives Firefox, and Spark where Java is.
parts:
	@scripts/system-packages
	@scripts/browser-parts
	@! command -v java >/dev/null || scripts/setup spark || echo "Spark is not here: its tests are left out." >&2

# Check, then run every test that is not long, the desks on both databases; browser journeys last.
test: parts check
	$(PYTEST) tests --ignore=tests/journeys --ignore=tests/postgresql $(SIDE_BY_SIDE) $(ENDED) $(AGAIN)
	TEST_DATABASE=postgresql $(PYTEST) $(ON_POSTGRESQL) $(WITHOUT_DATABASE) $(SIDE_BY_SIDE) $(ENDED) $(AGAIN)
	$(PYTEST) tests/journeys $(SIDE_BY_SIDE) $(ENDED) $(AGAIN)

# The same, with the long programmes.
test-long: parts check
	$(PYTEST) tests --ignore=tests/journeys --ignore=tests/postgresql $(SIDE_BY_SIDE) -m ""
	TEST_DATABASE=postgresql $(PYTEST) tests/desks tests/pages tests/postgresql $(SIDE_BY_SIDE) -m ""
	$(PYTEST) tests/journeys -m ""

# Collect the sentences to translate from code and templates into the catalogues (needs Debian's gettext).
messages: setup
	cd src/safeconduct && DJANGO_SETTINGS_MODULE=safeconduct.web.settings ../../$(BIN)/django-admin makemessages \
	  $(addprefix --locale=,$(LANGUAGES)) --no-wrap --add-location=file

# Show the longest files and functions: the tail tells good code from bad.
sizes:
	@$(PYTHON) scripts/sizes

# Choose versions anew and write the lock files (needs uv: `pip install uv`); UPGRADE=1 takes newer ones.
lock:
	cd requirements && $(COMPILE) $(if $(UPGRADE),--upgrade) core.in -o core.txt
	cd requirements && $(COMPILE) $(if $(UPGRADE),--upgrade) postgres.in -o postgres.txt
	cd requirements && $(COMPILE) $(if $(UPGRADE),--upgrade) rota.in -o rota.txt
	cd requirements && $(COMPILE) $(if $(UPGRADE),--upgrade) observatory.in -o observatory.txt
	cd requirements && $(COMPILE) $(if $(UPGRADE),--upgrade) spark.in -o spark.txt
	cd requirements && $(COMPILE) $(if $(UPGRADE),--upgrade) dev.in -o dev.txt
	@! grep -n '://' requirements/core.txt requirements/postgres.txt requirements/rota.txt requirements/observatory.txt requirements/spark.txt requirements/dev.txt

# Test everything and tag the version that the changelog names.
release:
	@scripts/release

# Remove the environment and what tests and checks left; never an instance under var/.
clean:
	rm -rf .venv tests/browser/node_modules tests/results .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
