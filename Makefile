# Verbs for developers; the product itself is `python -m cx`. Needs make and Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8501
PY := .venv/bin/python
FIT := import sys; sys.version_info >= (3, 11) or sys.exit("Parallax needs Python 3.11 or newer: make PYTHON=python3.12"); \
    from importlib import util; util.find_spec("ensurepip") or sys.exit("This Python lacks venv. On Debian or Ubuntu: apt install python3-venv")
.PHONY: run test lint format docs demo clean
run: demo
	$(PY) -m streamlit run app.py --server.port $(PORT) --server.showEmailPrompt false \
	    --server.headless $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname)),false,true)
# Tests start many processes, each of which would compile the program anew where none may keep it.
test: lint
	env -u CX_WAREHOUSE -u PYTHONDONTWRITEBYTECODE $(PY) -m pytest -q -n auto --dist worksteal
lint: .venv/dev.stamp
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && .venv/bin/sqruff lint data queries
format: .venv/dev.stamp
	$(PY) -m ruff check --fix . ; $(PY) -m ruff format . ; .venv/bin/sqruff fix data queries
docs: .venv/dev.stamp
	$(PY) -m tests.test_docs
demo: .venv/app.stamp
	@test -e "$${CX_WAREHOUSE:-data/local/parallax.duckdb}" || $(PY) -m cx demo
clean: ; rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
.venv/app.stamp: requirements.txt
	@$(PYTHON) -c '$(FIT)'
	$(PYTHON) -m venv .venv && $(PY) -m pip install -q -r requirements.txt && touch $@
.venv/dev.stamp: requirements-dev.txt .venv/app.stamp
	$(PY) -m pip install -q -r requirements-dev.txt && touch $@
