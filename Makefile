# Kith. `make` alone lists the commands.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.requirements
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# A seed of tests/faults tells the same story in each process.
export PYTHONHASHSEED ?= 0
.PHONY: help setup run stop test test-fast web screenshots soak mutants lint audit mail clock redrive dead-letters logs recount demo bench bench-check bench-pipeline cost deploy reference clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: $(STAMP) ## Make the Python environment (done by the others when needed)

$(STAMP): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kith needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.13 ..."; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "preparing the Python environment (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements-dev.txt)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-dev.txt
	@touch $(STAMP)

run: $(STAMP) ## Start everything on this machine: http://localhost:8000 (Ctrl-C stops it and keeps the data)
	@exec $(BIN)/python -m local run

stop: $(STAMP) ## Stop the stack that runs in another terminal
	@$(BIN)/python -m local stop

test: lint audit web ## Lint, audit and run every test, those on the deployed local stack included
	@$(BIN)/python -m pytest tests --ignore=tests/e2e -n 2 --dist loadgroup
	@$(BIN)/python -m bench.check
	@$(BIN)/python -m tests.e2e

test-fast: lint ## Lint and run the tests that need no stack
	@$(BIN)/python -m pytest tests --ignore=tests/e2e -n 2 --dist loadgroup

web: $(STAMP) ## Check, test and build the web client (the build alone is done by the others when needed)
	@$(BIN)/python -m infra.web

screenshots: $(STAMP) ## Take the pictures of the web client in docs/ from the running local stack
	@$(BIN)/python -m docs.screenshots

soak: $(STAMP) ## Days of business under seeded storms, until 10,000 faults are survived: [FAULTS=n] [SEED=n]
	@$(BIN)/python -m tests.faults.soak --faults $(or $(FAULTS),10000) --seed $(or $(SEED),1000) --keep

mutants: $(STAMP) ## Put deliberate faults into a copy of the code, one at a time: do the tests notice? [ONLY=word]
	@ONLY="$(ONLY)" $(BIN)/python -m tests.mutants.run

lint: $(STAMP) ## Style, types, and the arrows between the rooms
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict -p chalicelib -p local -p infra -p docs -p security
	@$(BIN)/lint-imports --no-cache

audit: $(STAMP) ## Scan code, packages, template and secrets; KITH_ADVISORIES=required for a release
	@$(BIN)/python -m security

mail: $(STAMP) ## Drop a raw mail as SES does: FILE=a.eml TO=leads@example.com
	@$(BIN)/python -m local mail "$(FILE)" "$(TO)"

clock: $(STAMP) ## Shift the clock that rules and reminders see: SHIFT=3d (local only; 0 for real time)
	@$(BIN)/python -m local clock "$(SHIFT)"

redrive: $(STAMP) ## Move a queue's dead letters back to it: QUEUE=intake [STAGE=prod]
	@$(BIN)/python -m $(if $(STAGE),infra.deploy redrive $(STAGE),local redrive) "$(QUEUE)"

dead-letters: $(STAMP) ## List dead letters with their reasons: [QUEUE=intake] [STAGE=prod]
	@$(BIN)/python -m $(if $(STAGE),infra.deploy letters $(STAGE),local letters) "$(QUEUE)"

logs: $(STAMP) ## What the functions logged in the last ten minutes: [FUNCTION=intake]
	@$(BIN)/python -m local logs "$(FUNCTION)"

recount: $(STAMP) ## Compare every derived row and count with a fresh derivation
	@$(BIN)/python -m local recount

demo: $(STAMP) ## Send real leads and mails through the running stack and tell who got what
	@$(BIN)/python -m local demo

bench: $(STAMP) ## Measure every operation on Amazon's own engine: [SIZES=1k,10k,100k; 1m on request: hours, 40 GB]
	@$(BIN)/python -m bench.operations

bench-check: $(STAMP) ## Does any operation ask AWS for more than the kept results say? At 1,000 contacts
	@$(BIN)/python -m bench.check

bench-pipeline: $(STAMP) ## Measure the way of a lead end to end on a stack of its own: [SIZES=1,100,1000]
	@$(BIN)/python -m bench.pipeline

cost: $(STAMP) ## The monthly AWS bill: USERS=30 LEADS_PER_DAY=200 MAILS_PER_DAY=100 CONTACTS=10000 [REGION= JSON=1]
	@$(BIN)/python -m bench.cost

deploy: $(STAMP) ## Deploy to your AWS account: STAGE=prod (see docs/deploy.md)
	@$(BIN)/python -m infra.deploy deploy "$(or $(STAGE),)"

reference: $(STAMP) ## Write the generated reference pages
	@$(BIN)/python -m docs.generate
	@$(BIN)/python -m bench.page
	@$(BIN)/python -m bench.cost_page

clean: ## Remove what was built (not the local data)
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache
