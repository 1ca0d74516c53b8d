# Two commands matter: make run and make test. Everything else helps to keep them working.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SMALL  ?=
TESTS  ?=
SHARED_OUT := -n $(shell expr $$(nproc) + 1) --no-loadscope-reorder # one more than cores: some tests wait for servers and clocks

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export DO_NOT_TRACK = 1

.DEFAULT_GOAL := help
.PHONY: help venv ocr dask s3 run test test-full check-system lint format bench bench-peers bench-ocr bench-cluster fuzz chaos hostile train eval docs lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: $(VENV)/.development ## Make the environment from the lock files, for work on the project

$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

ocr: $(VENV)/.ocr ## Add the extra that reads scans and images

$(VENV)/.ocr: $(VENV)/.runtime requirements-ocr.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-ocr.lock
	@touch $@

dask: $(VENV)/.dask ## Add the extra that reads documents on a Dask cluster

$(VENV)/.dask: $(VENV)/.runtime requirements-dask.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dask.lock
	@touch $@

s3: $(VENV)/.s3 ## Add the extra that publishes to an object store

$(VENV)/.s3: $(VENV)/.runtime requirements-s3.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-s3.lock
	@touch $@

run: $(VENV)/.runtime ## The main job on the samples, in ./data-sample
	$(BIN)/township demo

test: $(VENV)/.development ## All tests that need nothing but Python
	$(BIN)/python -m pytest -m "not full" $(SHARED_OUT) $(TESTS)

test-full: $(VENV)/.development $(VENV)/.ocr check-system ## Also the tests that need system packages
	$(BIN)/python -m pytest $(SHARED_OUT)

check-system: ## Name the system packages that are missing
	@missing=""; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer libreoffice-calc"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	{ command -v fc-list >/dev/null && fc-list :lang=zh-cn | grep -q .; } || missing="$$missing fontconfig fonts-noto-cjk"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	if [ -n "$$missing" ]; then echo "missing, by their names in Debian:$$missing" >&2; exit 1; fi

lint: $(VENV)/.development ## ruff, mypy, import-linter, length of files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@git ls-files -z '*.py' '*.yaml' '*.sql' '*.sh' | xargs -0 wc -l \
	  | awk '$$2 != "total" && $$1 > 300 {print $$0 " lines, at most 300" > "/dev/stderr"; bad = 1} END {exit bad}'

format: $(VENV)/.development ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.study ## Speed, memory, what readers lose, what checks find, a season, what Prefect costs; SMALL=1 for a tenth of the size
	$(BIN)/python -m bench $(if $(SMALL),--small)
	$(BIN)/python -m bench.readers $(if $(SMALL),--small)
	$(BIN)/python -m bench.checks $(if $(SMALL),--small)
	$(BIN)/python -m bench.diff $(if $(SMALL),--small)
	$(BIN)/python -m bench.season $(if $(SMALL),--small)
	$(BIN)/python -m bench.orchestration $(if $(SMALL),--small)
	$(BIN)/python -m bench.site $(if $(SMALL),--small)

$(VENV)/.study: $(VENV)/.development requirements-study.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-study.lock
	@touch $@

bench-peers: $(VENV)/.study ## General extractors on the annotated reports, beside ours
	$(BIN)/python -m bench.peers

bench-ocr: $(VENV)/.development $(VENV)/.ocr ## Wrong digits on scanned pages (needs LibreOffice)
	$(BIN)/python -m bench.ocr

bench-cluster: $(VENV)/.development $(VENV)/.dask $(VENV)/.ocr ## 100,000 reports and 300 scanned pages, one machine and Dask; SMALL=1 for a little of it
	$(BIN)/python -m bench.cluster $(if $(SMALL),--small)

fuzz: $(VENV)/.study ## Mutated documents through every reader, then ten minutes of mutated texts through extraction
	$(BIN)/python -m bench.fuzz.readers
	$(BIN)/python -m bench.fuzz

chaos: $(VENV)/.development ## Kills, readers, runs at once, full disks, hostile SQL; takes long; SMALL=1 for a tenth of it
	$(BIN)/python -m bench.chaos $(if $(SMALL),--small)

hostile: $(VENV)/.development ## The main job on files that are made to hurt it
	$(BIN)/python -m bench.hostile

train: $(VENV)/.study ## Train the likeness model on the development half
	PYTHONPATH=. $(BIN)/python scripts/train_likeness.py

eval: $(VENV)/.development ## How much of the annotated reports comes out right
	$(BIN)/python -m bench.accuracy

docs: $(VENV)/.development ## Write the generated pages: data dictionary, command line
	$(BIN)/python -m flows.cli.reference docs/cli.md
	$(BIN)/python -m warehouse.dictionary

lock: ## Renew the lock files (needs uv)
	scripts/lock.sh

clean: ## Remove the environment and the samples' home
	rm -rf $(VENV) data-sample
