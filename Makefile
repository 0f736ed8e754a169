# Every target works on a fresh machine with Python 3.11 or newer and make: what is missing is
# installed into this folder first. The work itself is in tools/.

# The first Python that is new enough; name another with make PYTHON=/path/to/python3
NEW_ENOUGH = import sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && break; done)
TOOLS = $(or $(PYTHON),$(error Python 3.11 or newer is needed. Install one, or name it: \
	make PYTHON=/path/to/python3)) -m tools
export PORT SEED TRIALFINDER_BROWSER

.DEFAULT_GOAL := help
.PHONY: help install build run test check test-pg15 bench replica lock messages stop clean erase-database

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Install everything, tests' parts and a browser for them included
	@$(TOOLS) install

build: ## Install and build what the site needs on a server; nothing is started
	@$(TOOLS) build

run: ## Start the site with demo content on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(TOOLS) run

test: ## All checks and all tests; under 10 minutes on two cores (SEED=n repeats an order)
	@$(TOOLS) test

check: ## Format, lint, types, floors, migrations, deployment settings
	@$(TOOLS) check

test-pg15: ## The tests of models and searches on Debian's PostgreSQL 15
	@$(TOOLS) test-pg15

bench: ## Measure speed against the floor and against peers
	@$(TOOLS) bench

replica: ## Kill a primary and its replica under way and count lost searches (PostgreSQL 15)
	@$(TOOLS) replica

lock: ## Bring the locked requirements up to date with pyproject.toml
	@$(TOOLS) lock

messages: ## Bring the Spanish texts up to date with the code and list what is not translated
	@$(TOOLS) messages

stop: ## Stop the embedded database
	@$(TOOLS) stop

clean: ## Remove everything that was installed or built; the database stays
	@$(TOOLS) clean

erase-database: ## Remove the embedded database and everything in it
	@$(TOOLS) erase-database
