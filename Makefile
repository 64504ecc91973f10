# Every target that needs more than one line is written in deploy/local (Python, standard library only).
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$name"; break; }; done)
ifeq ($(strip $(PYTHON)),)
PYTHON := python3
endif
LOCAL := @cd deploy && command -v $(PYTHON) >/dev/null || { echo "argus: Python is not installed; install Python 3.11 or newer" >&2; exit 1; }; \
	cd $(CURDIR)/deploy && exec $(PYTHON) -m local

.DEFAULT_GOAL := help
.PHONY: help up dev test test-quick test-long check contract bench bench-quick sandbox clean

help: ## Show what can be made
	@echo "make COMMAND, where COMMAND is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  %-12s %s\n' "$$name" "$$text"; done
	@echo "Settings are environment variables: ARGUS_PORT=3001 make up. README.md lists them."

up: ## Install, migrate, build and run Argus in the foreground; Ctrl-C stops everything
	$(LOCAL) up

dev: ## The same with automatic reload of the backend and the dashboard
	$(LOCAL) dev

test: ## Run every test: backend, components, browser; installs what it lacks
	$(LOCAL) test

test-quick: ## Run the tests that need no cluster, no browser and no build
	$(LOCAL) test-quick

test-long: ## Run the tests of faults in their long form; four hours and more
	$(LOCAL) test-long

check: ## Check format, lint, types, imports, contract, SDK, workflows and images
	$(LOCAL) check

contract: ## Write openapi/openapi.json from the app, and the TypeScript SDK from that
	$(LOCAL) contract

bench: ## Measure Argus beside the apiserver asked directly, with up to 100,000 pods; ARGS=--help for more
	$(LOCAL) bench $(ARGS)

bench-quick: ## The same in under five minutes: 10,000 pods, fewer rounds
	$(LOCAL) bench --quick $(ARGS)

sandbox: ## Start the two sandbox clusters without the dashboard; `argus sandbox down` stops them
	$(LOCAL) argus sandbox up

clean: ## Remove what tools made in the checkout; data under ARGUS_HOME stays
	$(LOCAL) clean
