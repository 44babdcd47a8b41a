# One verb a target; `make help` prints them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AZURITE := 3.37.0

.DEFAULT_GOAL := help
.PHONY: help demo test servers gpg sshd azurite lint docs bench bench-dedup bench-time bench-verdict bench-storage clean

help:  ## Print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/demo  ## Install into .venv and run the whole trip on bundled samples
	$(BIN)/exportsim demo

test: lint gpg sshd azurite  ## Install what the tests need and run everything
	$(BIN)/python -m pytest -n auto --dist worksteal -q

servers: $(VENV)/test sshd azurite  ## Run storage servers to push to, until Ctrl-C
	@PYTHONPATH=tests exec $(BIN)/python -m servers

gpg:
	@command -v gpg > /dev/null || { echo "the encryption tests need GnuPG; installing it"; \
	  apt-get update -qq && apt-get install -y -qq gnupg; }

# servers that the delivery tests run: see docs/servers.md; not as root, SFTP is tested with a server in Python alone
sshd:
	@command -v /usr/sbin/sshd > /dev/null || [ "$$(id -u)" != 0 ] || { echo "the SFTP tests need an SSH server; installing it"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssh-server; }

azurite: .servers/azurite-$(AZURITE)

.servers/azurite-$(AZURITE):
	@command -v npm > /dev/null || { echo "the Azure tests need npm; installing it"; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; }
	@mkdir -p .servers
	npm install --prefix .servers --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel error azurite@$(AZURITE)
	@touch $@

lint: $(VENV)/test  ## Check style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache

docs: $(VENV)/demo  ## Write docs/commands.md, options.md and lint.md from what the program knows
	$(BIN)/python docs/commands.py > docs/commands.md
	$(BIN)/python docs/options.py > docs/options.md
	$(BIN)/python docs/rules.py > docs/lint.md

bench: $(VENV)/bench  ## Measure against other writers; benchmarks/README.md keeps it
	$(BIN)/python benchmarks/run.py

bench-dedup: $(VENV)/bench  ## Measure deduplication; benchmarks/README.md keeps it
	$(BIN)/python benchmarks/deduplicate.py

bench-time: $(VENV)/demo  ## Measure timelines; benchmarks/README.md keeps it
	$(BIN)/python benchmarks/timeline.py

bench-verdict: $(VENV)/demo  ## Measure verdicts; benchmarks/README.md keeps it
	$(BIN)/python benchmarks/verdict.py

bench-storage: $(VENV)/bench sshd azurite  ## Measure deliveries against other carriers; ONLY=sftp for one kind of place
	$(BIN)/python benchmarks/storage.py $(if $(ONLY),--only $(ONLY))

clean:  ## Remove what the other targets made
	rm -rf $(VENV) .servers build exportsim-demo *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "exportsim needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo: $(BIN)/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test: $(BIN)/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(VENV)/bench: $(BIN)/python setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
