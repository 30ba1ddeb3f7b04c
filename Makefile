# `make help` lists the targets. Everything runs from a fresh clone; what is already done is not done again.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: run test test-unit test-next test-services check bench dev setup help venv venv-dev catalogues
export PORT PYTHON

PY := .venv/bin/python
PO := $(wildcard locale/*/LC_MESSAGES/*.po)
# `make test ARGS="tests/news -k feed"` hands on to pytest.
PYTEST := $(PY) -m pytest -n 2 --dist loadgroup $(ARGS)

run: venv catalogues ## serve the portal and the twenty example villages on http://127.0.0.1:8000 (PORT=)
	@$(PY) scripts/run_demo.py

test: venv-dev catalogues ## the whole test suite on SQLite, browser tests included
	@scripts/ensure_browser
	@$(PYTEST)

test-unit: venv-dev catalogues ## the test suite without the browser tests
	@$(PYTEST) -m "not browser"

test-services: venv-dev catalogues ## the test suite on PostgreSQL and Redis, started and stopped here
	@scripts/ensure_browser
	@scripts/with_services $(PYTEST)

test-next: catalogues ## the test suite without the browser tests on the next Wagtail line, in a .venv-next of its own
	@test -x .venv-next/bin/python || $${PYTHON:-python3} -m venv .venv-next
	@.venv-next/bin/python -m pip install --quiet -r requirements-dev.txt
	@.venv-next/bin/python -m pip install --quiet 'wagtail>=8.0,<8.1'
	@.venv-next/bin/python -m pytest -n 2 --dist loadgroup -m "not browser" $(ARGS)

check: venv-dev catalogues ## format, lint, types, templates, import layers, migrations, translations, deployment
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(PY) -m djlint templates --lint --quiet
	$(PY) -m djhtml --check --tabwidth 2 $$(find templates -name '*.html')
	PYTHONPATH=site:. .venv/bin/lint-imports
	PYTHONPATH=site:. $(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run --settings config.settings.test
	$(PY) scripts/check_translations.py
	scripts/check_deploy
	@echo "make check: all good"

bench: venv catalogues ## the benchmarks; prints a table and writes var/bench.json
	@$(PY) benchmarks/run.py $(ARGS)

dev: venv-dev catalogues ## the development server, reloading on change
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py runserver 127.0.0.1:$${PORT:-8000}

setup: venv-dev catalogues ## only .venv, with production and development packages

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

venv:
	@scripts/ensure_venv production

venv-dev:
	@scripts/ensure_venv development

catalogues: $(PO:.po=.mo)

%.mo: %.po | venv
	@$(PY) scripts/compile_translations.py
