# make demo    render the demo episode from a fresh checkout
# make test    every test but the soak
# make check   style, types, floors
# make fuzz    ten thousand manifests that nobody meant
# make ebu     what hitrec's loudness meter reads of the EBU's test signals
# make masters whole episodes in every profile, checked row by row (half an hour; needs the shared media)
# make bench   what hitrec itself costs: a render against plain ffmpeg, what producers wait for, x264 presets
# make docs    write docs/rules.md anew from the rules' pages
# make lock    write requirements.lock anew (needs uv)
# make clean   remove what was built; the store of media outside this directory stays

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test check fuzz ebu masters bench docs lock clean

demo: $(STAMP)
	$(BIN)/hitrec render episodes/re-beginnings.yaml
	@echo "The episode is here:"; ls -1 out/*/*.mp4

test: $(STAMP)
	$(BIN)/python -m pytest -n auto -m "not soak"

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fuzz: $(STAMP)
	$(BIN)/python -m pytest -q -s -m soak tests/fuzz

ebu: $(STAMP)
	$(BIN)/python -m tests.tools.sound.ebu

masters: $(STAMP)
	rm -rf out/masters
	$(BIN)/python -m pytest -q -m soak tests/acceptance/test_masters.py tests/acceptance/test_xdcam.py
	cat out/masters/figures.txt

bench: $(STAMP)
	$(BIN)/python benchmarks/manifests.py
	$(BIN)/python benchmarks/overhead.py
	$(BIN)/python benchmarks/presets.py

docs: $(STAMP)
	$(BIN)/python -c 'from hitrec_cli.checks import book, manual; print(manual.manual(book.FAMILIES), end="")' > docs/rules.md

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("hitrec needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --fork-strategy fewest \
		--custom-compile-command "make lock" --group pyproject.toml:dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) out build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
