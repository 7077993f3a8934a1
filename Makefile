# make ask [Q="…"]   set up once, then answer a question about the seed articles
# make test          set up what the tests need and run them
# make test-transformers  the tests of the transformers extra, in an environment of their own (1.6 GB)
# make check         format, lint, types, import rules
# make train DATA=…  train the embedding model from a folder of parallel data
# make eval-retrieval  measure retrieval among distractors (renews docs/retrieval.md)

PYTHON ?= $(or $(shell command -v python3.11),$(shell command -v python3))
VENV := .venv
BIN := $(VENV)/bin
APART := .venv-transformers
TORCH := torch==2.13.0
ROOMS := bot retrieval index figures language
CODE := $(ROOMS) tests benchmarks training

export Q ?= what was Almaty–UK trade in 2017?
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What an index is made from: when it changes, so must the index.
RECIPE := $(shell find index figures language seeds -type f -not -path '*/__pycache__/*')

.PHONY: ask test test-transformers check format train eval-retrieval clean

ask: .index/CURRENT
	@$(BIN)/sauda ask "$$Q" --index .index

test: $(VENV)/dev.done
	@$(BIN)/python -m pytest

test-transformers: $(APART)/done
	@$(APART)/bin/python -m pytest tests/transformers

check: $(VENV)/dev.done
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev.done
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

train: $(VENV)/dev.done
	@test -n "$(DATA)" || { echo "Say where the parallel data is: make train DATA=folder" >&2; exit 2; }
	@$(BIN)/python -m training.train "$(DATA)" --out index/model --seed 0

eval-retrieval: $(VENV)/dev.done
	@$(BIN)/python -m benchmarks.retrieval --write

.index/CURRENT: $(VENV)/ask.done $(RECIPE)
	@$(BIN)/sauda index seeds/*.txt --index .index --rebuild >&2
	@touch $@

$(VENV)/ask.done: pyproject.toml | $(BIN)/python
	@echo "Installing Sauda into $(VENV) (once, about 55 MB) …"
	@$(BIN)/python -m pip install --editable .
	@$(BIN)/python -m compileall -q $(ROOMS)
	@touch $@

$(VENV)/dev.done: pyproject.toml | $(BIN)/python
	@echo "Installing Sauda with its tests and checks into $(VENV) (once) …"
	@$(BIN)/python -m pip install --editable ".[dev]"
	@touch $@ $(VENV)/ask.done

# torch comes first: left to sentence-transformers, its version is whatever is newest that day
$(APART)/done: pyproject.toml
	@echo "Installing Sauda with sentence-transformers into $(APART) (once) …"
	@$(PYTHON) -m venv $(APART)
	@$(APART)/bin/python -m pip install $(TORCH)
	@$(APART)/bin/python -m pip install --editable ".[test,transformers]"
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python is missing; run: sudo apt install python3 python3-venv" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sauda needs Python 3.11 or newer; set PYTHON=… to one" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "venv is missing; run: sudo apt install python$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" >&2; exit 2; }
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) $(APART) .index
