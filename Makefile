# Everything a person or CI does with this project, one word each.

PYTHON ?= python3
BIN := .venv/bin
PACKAGES := fapiao ofd data printing screens tui
SOURCES := $(PACKAGES) bench scripts tests
# More than two processors would ask for: terminals, printers and killed desks are mostly waited for.
WORKERS := 4
# Tests start the program hundreds of times: what was compiled once is kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint check format words bench bench-read bench-faults bench-mutants lock clean

help:
	@echo "make setup   .venv with everything locked"
	@echo "make demo    the practice desk (without a terminal: the tour, into demo-out/)"
	@echo "make test    all tests, with the services they need"
	@echo "make lint    format, ruff, mypy, import contracts"
	@echo "make check   lint and test, as CI does"
	@echo "make format  put the sources into their form"
	@echo "make words   bring the English catalogue up to the code"
	@echo "make bench   measure, each figure beside its floor"
	@echo "make bench-read   how much of invented invoices is read rightly, and what is wrong in silence"
	@echo "make bench-faults   thousands of papers with faults, every one accounted for"
	@echo "make bench-mutants   20,000 damaged files, each read or refused"
	@echo "make lock    resolve the locked requirements anew (needs uv)"
	@echo "make clean   remove what the other words made"

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml scripts/setup_venv
	@PYTHON="$(PYTHON)" scripts/setup_venv

.venv-emupos/ready: requirements-emupos.lock scripts/setup_emupos
	@scripts/setup_emupos

demo: setup
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/fapiao demo; else $(BIN)/fapiao demo --tour demo-out; fi

test: setup
	@scripts/setup_system
	@scripts/setup_emupos
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov

lint: setup
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy $(PACKAGES) bench scripts
	$(BIN)/mypy tests
	$(BIN)/lint-imports --no-logo

# Side by side: the tests wait often enough for the linters to cost nothing.
check: setup
	@$(MAKE) --no-print-directory -j 2 lint test

format: setup
	$(BIN)/ruff check --fix --fixable I,F401,RUF100 --exit-zero --quiet $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

words: setup
	$(BIN)/python -m scripts.words update

bench: setup
	PYTHONPATH=tests/standins $(BIN)/python -m bench

bench-read: setup
	$(BIN)/python -m bench.read

bench-mutants: setup
	$(BIN)/python -m scripts.mutants

bench-faults: setup
	@scripts/setup_system
	@scripts/setup_emupos
	PYTHONPATH=tests/standins $(BIN)/python -m bench.faults

lock:
	scripts/lock

clean:
	rm -rf .venv .venv-emupos .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-out dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
