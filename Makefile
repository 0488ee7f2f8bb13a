# What a person types; the work is done by the package in setup/.
PYTHON ?= python3
export STATE CACHE ADDONS ODOO_HOME SERIES HOST PORT DB WORKERS ADDON K CHECK LOGIN SCOPE KIND NAME BENCH_SIZES PLAYWRIGHT

.DEFAULT_GOAL := help
.PHONY: help run test test-install test-calendar test-image mutate bench sizes docs pictures lint pot info key hook shell stop clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Set in the environment or behind the command: PORT (8069), HOST (127.0.0.1), DB (ipai), WORKERS (0),"
	@echo "STATE (.state), ODOO_HOME (a checkout of Odoo 18.0 or 19.0), SERIES, CACHE, PGHOST and its like, PYTHON."

run: ## Serve the suite with the lab baseline; fetches what is missing the first time
	@exec $(PYTHON) -m setup run

test: ## Run all tests; ADDON=ipai_asset for one addon, K=pattern for some tests
	@exec $(PYTHON) -m setup test

test-install: ## Install, upgrade and uninstall each addon alone and together (half an hour; K=pattern for some)
	@exec $(PYTHON) -m setup test-install

test-calendar: ## The addons' tests on a Sunday, 29 February, New Year's Eve, at clock changes and in 2038 (K=name for one)
	@exec $(PYTHON) -m setup test-calendar

test-image: ## Build the image without a Docker engine, and serve it behind the shipped Caddyfile (as root; K=pattern)
	@exec $(PYTHON) -m setup test-image

mutate: ## Break the plain modules of ADDON=… place by place; name those that no doctest noticed (K=part of a path)
	@exec $(PYTHON) -m setup mutate

bench: ## The measurements that a delivery must keep; ends with 1 when a target is missed (K=name for one)
	@exec $(PYTHON) -m setup bench

sizes: ## The same work in installations of 1,000 and 100,000 assets: how many times as long (BENCH_SIZES=small,large)
	@exec $(PYTHON) -m setup sizes

docs: ## Build the documentation as a site below STATE/site; a warning fails
	@exec $(PYTHON) -m setup docs

pictures: ## Take the pictures of the documentation anew from the running instance; name those that are stale
	@exec $(PYTHON) -m setup pictures

lint: ## Check the style of all files
	@exec $(PYTHON) -m setup lint

pot: ## Export the translation templates; CHECK=1 only tells whether they are up to date
	@exec $(PYTHON) -m setup pot

info: ## Where the running instance is, as JSON
	@exec $(PYTHON) -m setup info

key: ## Print an API key for a script, nothing else: LOGIN=n8n SCOPE=assets,monitoring
	@exec $(PYTHON) -m setup key

hook: ## Print address and secret of an event source: KIND=standard|github|generic|… NAME=lab
	@exec $(PYTHON) -m setup hook

shell: ## Odoo's Python shell on the database
	@exec $(PYTHON) -m setup shell

stop: ## Stop the running instance
	@exec $(PYTHON) -m setup stop

clean: ## Throw this instance away: database, files, password (downloads stay)
	@exec $(PYTHON) -m setup clean
