# make demo   set up, then find the contradictions in seeds/
# make test   set up, then run linter, type checker and tests
# CONTRIBUTING.md tells of the others.

VENV   := .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test test-compose test-webhooks-npm chaos race fuzz check format lock docs secrets clean

demo: $(READY)
	$(BIN)/gainsay demo

test: $(READY)
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/pytest

$(READY): pyproject.toml requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit("Gainsay needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ". Name another with make PYTHON=python3.12") if not (3, 11) <= sys.version_info[:2] <= (3, 13) else None'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test-compose: $(READY)
	$(BIN)/pytest -m compose tests/compose

# The seed names the stories and the faults; DATABASE is postgresql or sqlite, BROKER another redis-server's path.
SEED     ?= harbour
DATABASE ?= postgresql
BROKER   ?=
chaos: $(READY)
	CHAOS_SEED=$(SEED) CHAOS_DATABASE=$(DATABASE) CHAOS_BROKER=$(BROKER) $(BIN)/pytest -q -s -m chaos tests/chaos

MINUTES ?= 10
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .[fuzz]
	cd tests/fuzz && nice -n 19 ../../$(BIN)/python explore.py ../../.fuzz -max_total_time=$$(($(MINUTES) * 60)) -timeout=10 -rss_limit_mb=1024 -max_len=4096

race: $(READY)
	$(BIN)/pytest -q -m chaos tests/ledger

test-webhooks-npm: $(READY)
	$(BIN)/pytest -m npm tests/alerting

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV)

docs: $(READY)
	$(BIN)/python -m schemas.documents docs

SECRETS ?= secrets

# The folder is closed to others; its files can be read, for each container reads them as a user of its own.
secrets: $(addprefix $(SECRETS)/, redis_password.txt postgres_password.txt push_token.txt webhooks/secret.txt webhooks/webhooks.yml sources/sources.yml)

$(SECRETS)/webhooks $(SECRETS)/sources:
	@mkdir -p $@ && chmod 700 $(SECRETS) && chmod 755 $@

$(SECRETS)/%_password.txt $(SECRETS)/%_token.txt: | $(SECRETS)/webhooks
	@$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(32))' > $@ && chmod 644 $@

$(SECRETS)/webhooks/secret.txt: | $(SECRETS)/webhooks
	@$(PYTHON) -c 'import base64, secrets; print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())' > $@ && chmod 644 $@

$(SECRETS)/webhooks/webhooks.yml: | $(SECRETS)/webhooks
	@printf '%s\n' '# - name: newsroom' '#   url: https://newsroom.example/hooks/gainsay' '#   secret_file: secret.txt' > $@ && chmod 644 $@

$(SECRETS)/sources/sources.yml: | $(SECRETS)/sources
	@printf '%s\n' '# - name: baltic-wire' '#   url: https://baltic-wire.example/feed.xml' > $@ && chmod 644 $@
