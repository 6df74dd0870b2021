# make demo | test | lint, each works as the only command on a bare Debian 12 with python3, python3-venv and make.
PYTHON ?= python3
JOBS ?= 2
ARGS ?=
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint format corpora bench drill kill fuzz fuzz-mail walk walk-overrides year canaries mutants clauses wheel clean

demo: .venv/.demo  ## a self-contained tour on loopback
	$(BIN)/mailflow demo $(ARGS)

test: .venv/.dev .venv/.system  ## everything but what runs for long
	$(BIN)/python -m pytest -n $(JOBS) -m "not fuzz" $(ARGS)

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

corpora: .venv/.dev  ## the mail corpora in the folder that MAILFLOW_MAILS names
	$(BIN)/python -m tests.mails.corpora

bench: .venv/.dev .venv/.system  ## 1,000 mails through a real Dovecot to a real SMTP sink
	$(BIN)/python -m tests.benchmarks.ingest $(ARGS)

drill: .venv/.dev .venv/.system  ## 5,000 messages, the daemon killed, the record lost: recover, rebuild, count; ARGS="--messages 500 --seed 7"
	$(BIN)/python -m tests.end_to_end.drill $(ARGS)

kill: .venv/.dev .venv/.system  ## SIGKILL at each failpoint, restart, drain, count
	$(BIN)/python -m pytest -m kill $(ARGS)

fuzz-mail: .venv/.dev  ## 200,000 mails that are nearly right; ARGS="--count 5000000 --seed 7" is a campaign
	$(BIN)/python -m tests.mails.fuzz $(ARGS)

fuzz: .venv/.dev .venv/.system  ## what runs for long
	$(BIN)/python -m pytest -n $(JOBS) -m fuzz $(ARGS)

year: .venv/.dev  ## a year of each policy with 200 cases, for three seeds, against a slow count from the clauses
	$(BIN)/python -m tests.year $(ARGS)

walk: .venv/.dev  ## search every byte that leaves in long random walks; MAILFLOW_WALK_SEED and MAILFLOW_WALKS say which
	$(BIN)/python -m pytest -n $(JOBS) -s -m fuzz -k wall_walk $(ARGS)

walk-overrides: .venv/.dev  ## 10,000 steps of overrides and undos between mail and letters; MAILFLOW_WALK_SEED says from where
	$(BIN)/python -m pytest -n $(JOBS) -s -m fuzz -k override_walk $(ARGS)

canaries: .venv/.dev  ## 10,000 interleavings of two families' mail with forged marks; MAILFLOW_CANARY_SEED says from where
	$(BIN)/python -m pytest -n $(JOBS) -s -m fuzz -k canaries $(ARGS)

mutants: .venv/.dev  ## change the code that decides who may move a case, and see whether a test notices
	$(BIN)/python -m tests.support.mutants $(ARGS)

clauses: .venv/.dev  ## write down which tests show which clause of the policies
	$(BIN)/python -m tests.support.clause_marks

wheel: .venv/.dev
	$(BIN)/python -m hatchling build -d dist

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# --- what the targets need -------------------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mailflow needs Python 3.11 or later; make PYTHON=/path/to/python names another"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "A virtual environment could not be made: on Debian, apt-get install python3-venv"; exit 1; }

# The users' way: the ranges of pyproject.toml, held to the versions that were tested.
.venv/.demo: pyproject.toml requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install -q --use-pep517 -c requirements.lock -e '.[demo]'
	@touch $@

# Everything that the tests and the checks use, at the versions of requirements.lock.
.venv/.dev: pyproject.toml requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install -q --use-pep517 -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/.demo

# Dovecot, smtp-sink, PostgreSQL and mail clients for the tests, through apt-get where they are missing.
.venv/.system: tests/support/system-packages.sh | .venv/bin/python
	bash tests/support/system-packages.sh
	@touch $@
