# `make run` and `make test` need Python 3.11 or newer and nothing else; see requirements/install.py.

PORT ?= 8000
# What to test and how, for example: make test ARGS="tests/core -x"
ARGS ?=

# 3.11 is what the locks are made for and CI runs on; newer ones are tried after it.
find_python = for name in python3.11 python3 python3.12 python3.13 python3.14 python3.15; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; \
	done
PYTHON = $(shell $(find_python))
no_python = { echo "Python 3.11 or newer was not found. Install it, or name it: make $@ PYTHON=/path/to/python" >&2; exit 1; }
install = @test -n "$(PYTHON)" || $(no_python); "$(PYTHON)" requirements/install.py

# The suite and the checks choose their own settings.
unexport DJANGO_SETTINGS_MODULE

.DEFAULT_GOAL := help
.PHONY: help run test bench screens lint lock clean base dev

help:
	@echo "make run     start the product on http://127.0.0.1:$(PORT) with demo data; Ctrl-C stops it"
	@echo "make test    run the suite; ARGS=\"tests/core -x\" narrows it, TFL_TEST_DATABASE=sqlite forces SQLite"
	@echo "make screens a picture of every page, for each role, into var/screens; ARGS=\"student\" narrows it"
	@echo "make bench   measure the engines against their bars on PostgreSQL"
	@echo "make lint    style, types, import contracts, templates, migrations, deployment, containers"
	@echo "make lock    write requirements/*.txt anew from requirements/*.in (needs uv)"
	@echo "make clean   back to a fresh clone: removes .venv, var and every cache"

base dev:
	$(install) $@

run: base
	@exec .venv/bin/python manage.py up --port "$(PORT)" --end-with-parent

test: dev
	@.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadgroup $(ARGS)

bench: dev
	@.venv/bin/python -m tests.with_postgres bench $(ARGS)

screens: dev
	@.venv/bin/python -m tests.screens $(ARGS)

lint: dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/python manage.py makemigrations --check --dry-run --settings tfl.settings.test
	@echo "manage.py check --deploy"
	@$(production) .venv/bin/python manage.py check --deploy --fail-level WARNING
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	.venv/bin/hadolint Dockerfile

# Production settings refuse to start without these; nothing connects to them here.
production = env DJANGO_SETTINGS_MODULE=tfl.settings.prod ALLOWED_HOSTS=example.org \
	SITE_URL=https://example.org DEFAULT_FROM_EMAIL=post@example.org EMAIL_URL=consolemail:// \
	DATABASE_URL=postgres://nobody@127.0.0.1:1/nothing REDIS_URL=redis://127.0.0.1:1/0 \
	SECRET_KEY="$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')"

compile = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock:
	$(compile) --output-file requirements/base.txt requirements/base.in
	$(compile) --output-file requirements/dev.txt requirements/dev.in

clean:
	rm -rf .venv var staticfiles htmlcov .coverage* .hypothesis .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
