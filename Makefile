# Builds, checks, tests and runs Dealcast on a machine that has only Python 3.11+, make and git.
# Everything else (uv, Python packages, Node.js, PostgreSQL, Valkey, Chromium) comes from locked
# packages into .venv and web/node_modules. Stamp files make a second run start at once.

PYTHON       ?= python3
HOST         ?= 127.0.0.1
PORT         ?= 8000
PYTEST_FLAGS ?=
BENCH_FLAGS  ?=

BROWSERS := firefox-esr webkit2gtk-driver xvfb

VENV    := .venv
BIN     := $(VENV)/bin
STAMPS  := $(VENV)/stamps
MODULES := web/node_modules
BUNDLE  := web/static/build/manifest.json
CLIENT  := $(shell find web/client -type f 2>/dev/null) web/vite.config.ts web/tsconfig.json

export PATH        := $(CURDIR)/$(BIN):$(PATH)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export UV_LINK_MODE := copy
# Trust the certificates that the system trusts: a registry may be a mirror or behind a proxy.
export UV_SYSTEM_CERTS    := $(if $(wildcard /etc/ssl/certs/*),true,false)
export NODE_USE_SYSTEM_CA := 1
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

, := ,

# One line a step; and, where a step can fail for want of something outside, the remedy.
say    = @echo "dealcast: $(1)"
remedy = { echo "dealcast: $(1)" >&2; echo "dealcast: remedy: $(2)" >&2; exit 1; }

PIP_REMEDY := $(call remedy,the Python packages could not be installed (see above).,check \
	the network or point PIP_INDEX_URL and UV_DEFAULT_INDEX at a mirror; then repeat.)
NPM_REMEDY := $(call remedy,the npm packages could not be installed (see above).,check \
	the network or point npm_config_registry at a mirror; then repeat.)

COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

ifndef IS_BESIDE
.NOTPARALLEL:
endif
.DELETE_ON_ERROR:
.PHONY: help run test test-browsers check fmt types words lock clean python bench bench-hub bench-claims bench-share bench-media
.PHONY: check-types check-python check-client collect test-client

help: ## list the targets
	@echo "Dealcast. Targets of this Makefile:"
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 22

run: python $(STAMPS)/run $(BUNDLE) ## set up, build, and serve the product with demo data on PORT (8000)
	$(call say,migrating the database)
	@$(BIN)/dealcast migrate
	$(call say,seeding the demonstration data unless there are data)
	@$(BIN)/dealcast seed --demo --url http://$(HOST):$(PORT)
	$(call say,serving on http://$(HOST):$(PORT) (Ctrl-C stops))
	@exec $(BIN)/dealcast serve --media --demo-host --host $(HOST) --port $(PORT)

# One process more than cores: many tests wait, for a browser, a process to start, or its beat.
test: python $(STAMPS)/dev $(MODULES)/.dev ## check everything, then run the front-end's and the back end's tests
	@$(BESIDE) $(CHECKS) collect test-client $(BUNDLE)
	$(call say,testing the back end and the whole)
	@$(BIN)/pytest --numprocesses $$(($$(nproc) + 1)) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(PYTEST_FLAGS)

test-browsers: python $(STAMPS)/dev $(MODULES)/.dev $(BUNDLE) ## install Firefox and WebKitGTK (Debian, Ubuntu), and test in them
	$(call say,installing $(BROWSERS))
	@apt-get install --yes --quiet=2 $(BROWSERS) || $(call remedy,the browsers could not be installed (see \
		above).,say it as root$(,) after 'apt-get update'.)
	$(call say,testing in Firefox and WebKitGTK)
	@$(BIN)/pytest -m other_browsers tests/e2e/test_other_browsers.py $(PYTEST_FLAGS)

check: python $(STAMPS)/dev $(MODULES)/.dev ## check formatting, lint, types, architecture and generated files
	@$(BESIDE) $(CHECKS)

# Two at a time: the types take about as long as all others together.
CHECKS := check-types check-python check-client
BESIDE  = $(MAKE) --no-print-directory --jobs 2 IS_BESIDE=yes

check-types:
	$(call say,checking the types of the Python code)
	@$(BIN)/mypy

check-python:
	$(call say,checking the Python code)
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo
	$(call say,checking the generated types)
	@$(BIN)/dealcast types --check
	$(call say,checking the texts in other languages)
	@$(BIN)/dealcast words --check

check-client:
	$(call say,checking the front-end)
	@cd web && npm run --silent check

# pytest keeps what it compiles: otherwise each of the processes that run the tests would compile all of it.
collect:
	$(call say,collecting the tests)
	@$(BIN)/pytest --collect-only -qqq > $(STAMPS)/tests || { cat $(STAMPS)/tests; exit 1; }

test-client:
	$(call say,testing the front-end)
	@cd web && npm run --silent test

fmt: python $(STAMPS)/dev $(MODULES)/.dev ## format the code and repair what the linters can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only .
	@cd web && npm run --silent fmt

types: python $(STAMPS)/run $(MODULES)/.dev ## make the client's TypeScript types from the wire's Python types
	@$(BIN)/dealcast types

words: python $(STAMPS)/run ## collect the pages' texts into the catalogues of web/locale
	@$(BIN)/dealcast words

lock: python $(STAMPS)/uv ## renew the locked versions, within what pyproject.toml and *.in allow
	$(call say,locking the Python packages)
	@$(COMPILE) requirements/uv.in -o requirements/uv.txt
	@$(COMPILE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) requirements/build.in -o requirements/build.txt
	@$(COMPILE) requirements/dev.in -o requirements/dev.txt
	@$(MAKE) --no-print-directory $(STAMPS)/build
	$(call say,locking the npm packages)
	@cd web && npm update --package-lock-only --loglevel=error || $(NPM_REMEDY)

clean: ## remove what was installed and built (the data in var/ stay)
	rm -rf $(VENV) $(MODULES) web/static/build
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- Benchmarks (bench/README.md) -------------------------------------------------------------

# Each takes longer, and says more, by itself.
bench: ## run all benchmarks, each shorter than by itself
	@failed=; \
	run() { name=$$1; shift; $(MAKE) --no-print-directory "bench-$$name" BENCH_FLAGS="$$*" || failed="$$failed $$name"; }; \
	run hub --rounds 1 --scenarios burst,offered,drop,broker,stalled \
		--systems limit,limit_coalesced,dealcast,starlette,websockets,socketify,node_ws; \
	run claims --seconds 0.6; \
	run share --seconds 3 --orders 15000 --clicks 150000; \
	run media --seconds 3; \
	[ -z "$$failed" ] || { echo "dealcast: failed:$$failed (see above)" >&2; exit 1; }

bench-hub: python $(STAMPS)/dev ## measure the hub beside its peers and the limit (BENCH_FLAGS=--quick: one minute)
	$(call say,checking the load generator)
	@$(BIN)/python bench/hub/selfcheck.py
	$(call say,measuring the hub)
	@PYTHONPATH=$(CURDIR) $(BIN)/python bench/hub/run.py $(BENCH_FLAGS)

bench-claims: python $(STAMPS)/dev ## measure claims beside the usual ways on the same databases (under five minutes)
	$(call say,measuring claims)
	@PYTHONPATH=$(CURDIR) $(BIN)/python bench/claims/run.py $(BENCH_FLAGS)

bench-media: python $(STAMPS)/dev $(MODULES)/.dev $(BUNDLE) ## measure live video beside the usual way (BENCH_FLAGS=--long: ten minutes more)
	$(call say,measuring live video)
	@PYTHONPATH=$(CURDIR) $(BIN)/python bench/media/run.py $(BENCH_FLAGS)

bench-share: python $(STAMPS)/dev ## measure share links beside a bare route and nginx, and crediting (four minutes)
	$(call say,measuring share links)
	@PYTHONPATH=$(CURDIR) $(BIN)/python bench/share/run.py $(BENCH_FLAGS)

# -- Set-up ---------------------------------------------------------------------------------

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		$(call remedy,$(PYTHON) is not Python 3.11 or newer.,install one$(,) on Debian or Ubuntu \
		with 'apt-get install python3 python3-venv'$(,) or say "make PYTHON=/path/to/python3.12".)
	@$(PYTHON) -c 'import ensurepip$(,) venv' 2>/dev/null || \
		$(call remedy,$(PYTHON) lacks the venv or ensurepip module.,on Debian or Ubuntu \
		'apt-get install python3-venv'.)

$(STAMPS)/venv: | python
	$(call say,creating $(VENV) with $(shell $(PYTHON) --version 2>&1))
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/uv: requirements/uv.txt $(STAMPS)/venv
	$(call say,installing uv)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< \
		|| $(PIP_REMEDY)
	@touch $@

$(STAMPS)/build: requirements/build.txt $(STAMPS)/uv
	$(call say,installing Node.js and the build back end)
	@$(BIN)/uv pip install --quiet --require-hashes -r $< || $(PIP_REMEDY)
	@touch $@

$(STAMPS)/run: requirements/run.txt pyproject.toml $(STAMPS)/build
	$(call say,installing what the product needs to run)
	@$(BIN)/uv pip install --quiet --require-hashes -r $< || $(PIP_REMEDY)
	@$(BIN)/uv pip install --quiet --offline --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	$(call say,installing what checks and tests need)
	@$(BIN)/uv pip install --quiet --require-hashes -r $< || $(PIP_REMEDY)
	@touch $@

# `make run` needs only what builds the front-end; the full set also serves as that.
$(MODULES)/.dev: web/package-lock.json $(STAMPS)/build
	$(call say,installing the front-end packages)
	@cd web && npm ci --no-progress --loglevel=error || $(NPM_REMEDY)
	@touch $(MODULES)/.run $@

$(MODULES)/.run: web/package-lock.json $(STAMPS)/build
	$(call say,installing the packages that build the front-end)
	@cd web && npm ci --omit=dev --loglevel=error || $(NPM_REMEDY)
	@touch $@

$(BUNDLE): $(MODULES)/.run $(CLIENT)
	$(call say,building the front-end)
	@cd web && npm run --silent build
	@touch $@
