# `make run` and `make test` set up what they need; `make help` lists the rest.
PYTHON ?= python3
RUN := .venv/bin
DEV := .venv-dev/bin
BI := .venv-bi/bin
SPARK := .venv-spark/bin
COVERAGE_AT_LEAST := 1.0
PYTHON_FOLDERS := scripts tests/python tests/bi tests/spark tests/dbt2 benchmarks
# of each older line of DuckDB the last, and what came after ours: the served file is opened by all
READERS := 1.0.0 1.1.3 1.2.2 1.3.2 1.4.4 2.0.0

.DEFAULT_GOAL := help
.PHONY: help run land build publish summary test lint lint-python lint-sql check-build \
	catalog check-conventions check-coverage check-python test-report test-stress test-bi test-spark test-spark-cluster test-dbt2 contracts benchmark \
	format readme lock clean
.NOTPARALLEL:

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready ## land the returns, build, test the data, publish, print the summary; DBT=PATH builds by another dbt
	@$(if $(DBT),TRUST_VALUE_DBT=$(DBT)) $(RUN)/trust-value run

land: .venv/ready ## published files to text, with provenance
	@$(RUN)/trust-value land

build: .venv/ready ## dbt build with every data test, on what has changed
	@$(RUN)/trust-value build

publish: .venv/ready ## put the marts of a green build before readers
	@$(RUN)/trust-value publish

summary: .venv/ready ## what is served, for a person
	@$(RUN)/trust-value summary

test: lint check-build check-conventions check-coverage check-python ## everything that must pass

lint: lint-python lint-sql ## ruff and sqlfluff

lint-python: .venv-dev/ready ## ruff, and the direction of imports
	$(DEV)/ruff check $(PYTHON_FOLDERS)
	$(DEV)/ruff format --check $(PYTHON_FOLDERS)
	$(DEV)/lint-imports --no-logo --no-cache

lint-sql: .venv-dev/ready ## sqlfluff, over models and singular tests
	$(DEV)/sqlfluff lint --disable-progress-bar --processes 0 models tests/singular

check-build: .venv-dev/ready ## land, then every model, dbt unit test and data test
	$(DEV)/trust-value land
	$(DEV)/dbt --quiet build

catalog: .venv-dev/ready
	$(DEV)/dbt --quiet docs generate

check-conventions: catalog ## dbt-bouncer: names, descriptions, tests, contracts
	$(DEV)/dbt-bouncer run

check-coverage: catalog ## dbt-coverage: every mart column is described
	$(DEV)/dbt-coverage compute doc --run-artifacts-dir target --model-path-filter models/marts \
		--cov-report build/coverage.json --cov-fail-under $(COVERAGE_AT_LEAST)

check-python: .venv-dev/ready .venv-readers/ready ## pytest, over the wrapper
	$(DEV)/pytest

test-stress: .venv-dev/ready ## 40 publications under readers, 50 kills: about five minutes
	TRUST_VALUE_STRESS=1 $(DEV)/pytest -s tests/python/test_stress.py tests/python/test_kills.py

test-bi: .venv-bi/ready .venv-dev/ready ## Apache Superset reads what is served, as an analyst would
	$(DEV)/trust-value build
	$(DEV)/trust-value publish
	env -u PYTHONDONTWRITEBYTECODE $(BI)/python -m pytest -p no:logging --disable-warnings tests/bi

test-spark: .venv-spark/ready ## every mart built on Spark (local[2]) and on DuckDB, cell by cell (needs Java 17)
	$(SPARK)/python -m pytest -s -p no:cacheprovider tests/spark/test_parity.py

test-spark-cluster: .venv-spark/ready ## the same on a standalone master and two workers
	$(SPARK)/python -m pytest -s -p no:cacheprovider tests/spark/test_cluster.py

test-dbt2: .venv-dbt2/ready .venv-dev/ready ## every mart built by dbt 2 and by dbt 1, cell by cell (needs npm; Linux, x86-64)
	@test -f build/trust_value.duckdb || $(MAKE) check-build
	$(DEV)/pytest -s -p no:cacheprovider tests/dbt2

contracts: .venv-dev/ready ## with a release: write down the marts' contracts as released
	$(DEV)/dbt --quiet parse
	cd tests/python && ../../$(DEV)/python contracts.py

benchmark: .venv-dev/ready ## measure speed and memory; PARTS="bundled landing build segments spells lookups"
	$(DEV)/python benchmarks/measure.py $(PARTS)

test-report: .venv-dev/ready tests/browser/node_modules/.package-lock.json ## the report in headless Chromium: accessibility, layout, search (needs chromium, the fonts Liberation and npm)
	@test -f build/trust_value.duckdb || $(MAKE) check-build
	TRUST_VALUE_BROWSER_REQUIRED=1 $(DEV)/pytest tests/python/test_report_in_browser.py

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	@npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent
	@touch $@

format: .venv-dev/ready ## put Python and SQL in the house style
	$(DEV)/ruff check --fix $(PYTHON_FOLDERS)
	$(DEV)/ruff format $(PYTHON_FOLDERS)
	$(DEV)/sqlfluff fix --disable-progress-bar models tests/singular

readme: .venv-dev/ready ## write the README's tables from what is served
	$(DEV)/python tests/python/readme_blocks.py

lock: ## pin the dependencies anew, with hashes (needs uv)
	cd requirements && for name in run dev bi spark dbt2; do \
		uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--prerelease if-necessary-or-explicit --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$$name.in --output-file $$name.txt; \
	done
	cd requirements && for version in $(READERS); do \
		echo "duckdb==$$version" | uv pip compile --quiet --universal --generate-hashes --no-deps \
			--python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate \
			--custom-compile-command "make lock" - --output-file readers/duckdb-$$version.txt; \
	done

clean: ## remove what is built; what is served stays
	find build -mindepth 1 ! -name .gitignore -delete; rm -rf target logs

# Environments: made anew when what is pinned changes; byte code is compiled, whatever the shell
# says, because dbt starts three times faster with it.
define set_up
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] <= (3, 13) else \
		"This needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is " + sys.version.split()[0] + \
		": give one, as in make run PYTHON=python3.12")'
	@echo "Setting up $(1) from $(2): once, about a minute."
	@rm -rf $(1)
	@$(PYTHON) -m venv $(1)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile \
		--no-deps --require-hashes --requirement $(2)
endef

define with_project
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile \
		--no-deps --no-build-isolation --editable .
	@env -u PYTHONDONTWRITEBYTECODE $(1)/bin/python -m compileall -q -j 0 $(1)/lib > /dev/null || true
endef

.venv/ready: requirements/run.txt pyproject.toml
	$(call set_up,.venv,requirements/run.txt)
	$(call with_project,.venv)
	@touch $@

.venv-dev/ready: requirements/dev.txt pyproject.toml
	$(call set_up,.venv-dev,requirements/dev.txt)
	$(call with_project,.venv-dev)
	@touch $@

.venv-spark/ready: requirements/spark.txt pyproject.toml
	@command -v java > /dev/null || { echo "Spark needs Java 17, and there is no java here: \
		install openjdk-17-jre-headless, or what your system calls it."; exit 1; }
	$(call set_up,.venv-spark,requirements/spark.txt)
	$(call with_project,.venv-spark)
	@touch $@

.venv-dbt2/ready: requirements/dbt2.txt tests/dbt2/package-lock.json
	$(call set_up,.venv-dbt2,requirements/dbt2.txt)
	@npm ci --prefix tests/dbt2 --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.venv-bi/ready: requirements/bi.txt
	$(call set_up,.venv-bi,requirements/bi.txt)
	@touch $@

# 1.0 has no wheel for Python 3.13; the test says so where one is missing
.venv-readers/ready: $(wildcard requirements/readers/*.txt)
	@echo "Getting other versions of DuckDB: once."
	@rm -rf .venv-readers
	@for version in $(READERS); do \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps \
			--only-binary :all: --require-hashes --target .venv-readers/$$version \
			--requirement requirements/readers/duckdb-$$version.txt || true; \
	done
	@touch $@
