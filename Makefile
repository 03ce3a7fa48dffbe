# The two commands: `make html` builds the pages, `make test` checks everything.
# `make help` lists the rest. Works with GNU make 3.81 and a POSIX shell.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
PORT := 8000

# Written after an install that went well; older than what it was made from, it is done again.
BUILD := $(VENV)/.installed-build
TEST := $(VENV)/.installed-test
CHECKER := tests/browser/node_modules/.package-lock.json

# Where everything can be installed, a test that skips has found a defect.
ifeq ($(CI),true)
export ALLOCDOC_NO_SKIP := 1
endif

.DEFAULT_GOAL := html
.PHONY: html pdf linkcheck serve test system lint types check format lock clean help

html: $(BUILD) ## Build all languages (the default)
	@$(PY) -m allocdoc build html
	@echo
	@echo "Open      $(CURDIR)/build/html/index.html"
	@echo "or run    make serve    and open    http://127.0.0.1:$(PORT)/"

pdf: $(BUILD) ## Build a PDF and an EPUB in each language; installs fonts where that is allowed
	@sh scripts/fonts.sh
	@$(PY) -m allocdoc build pdf epub

linkcheck: $(BUILD) ## Ask the hosts of all links to elsewhere whether they answer; needs a network
	@$(PY) -m sphinx -q -b linkcheck -c . -d build/doctrees/linkcheck docs build/linkcheck

serve: $(BUILD) ## Serve the built pages to this machine
	@$(PY) -m allocdoc serve --port $(PORT)

test: system lint types check ## Check style and types, run all tests

system: ## Install the system packages that tests use, where that is allowed
	@sh scripts/system-packages.sh
	@$(MAKE) --no-print-directory $(CHECKER)

$(CHECKER): tests/browser/package-lock.json
	@sh scripts/html-checker.sh

lint: $(TEST) ## Check style
	$(PY) -m ruff check
	$(PY) -m ruff format --check

types: $(TEST) ## Check types
	$(PY) -m mypy

# The files of coverage have one place, as tests watch what comes into the folders that they work in.
check: $(TEST) ## Run the tests, with the floor under coverage
	@mkdir -p build
	COVERAGE_FILE="$(CURDIR)/build/coverage" $(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term

format: $(TEST) ## Format the code, mend what ruff can mend
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

lock: $(BUILD) ## Refresh the pinned versions in requirements/
	$(PIP) uv
	$(COMPILE) --extra docs --extra pdf --extra preview pyproject.toml requirements/backend.in -o requirements/build.txt
	$(COMPILE) --extra docs --extra pdf --extra preview --extra test pyproject.toml requirements/backend.in \
	    -o requirements/test.txt

COMPILE := $(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
    --fork-strategy fewest --no-strip-extras --generate-hashes --no-annotate --no-header \
    --no-emit-index-url

clean: ## Remove what was built, and the caches of tools
	rm -rf build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | \
	    while IFS='|' read -r name text; do printf 'make %-10s %s\n' "$$name" "$$text"; done

$(BUILD): requirements/build.txt pyproject.toml scripts/venv.sh
	@sh scripts/venv.sh $(VENV)
	@echo "Installing the packages of requirements/build.txt into $(VENV)"
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): $(BUILD) requirements/test.txt
	@echo "Installing the packages of requirements/test.txt into $(VENV)"
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@
