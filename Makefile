# The house's doors. Each sets up what it needs by itself: make run, make test.
SHELL := /bin/bash
BIN := .venv/bin
PERFECT := crf/clinical/*,crf/ctcae/*,crf/forms/*,crf/study/*
FLOOR := 85

.PHONY: run test lint bench faults screenshots clean setup setup-dev

# With a screen the window opens; without one the demo is entered anew and printed into out/.
run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(BIN)/casebook; fi; rm -f out/demo.casebook*; exec $(BIN)/casebook demo out

# Everything that must hold. pytest's summary is the last line of a run that is green.
test: lint
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m pytest -q -n 2 --tb=short --cov --cov-report= --cov-fail-under=$(FLOOR)
	@$(BIN)/coverage report --include='$(PERFECT)' --fail-under=100 >out/perfect.txt || { cat out/perfect.txt; echo "The rooms above must be covered to 100 %, branches too."; exit 1; }

lint: setup-dev
	@mkdir -p out
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup-dev
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench

faults: setup-dev
	@$(BIN)/python -m pytest tests/faults -m campaign

screenshots: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m ui.screenshots out/screenshots

setup:
	@.ci/setup.sh run

setup-dev:
	@.ci/setup.sh test

clean:
	rm -rf out build dist *.egg-info .coverage .coverage.* .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find crf ui tests -name __pycache__ -type d -prune -exec rm -rf {} +
