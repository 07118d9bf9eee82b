# The two commands that matter: `make run` and `make test`. Each needs only make and Python 3.11 or newer.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT
# Tests and servers start many processes of Python: where its cache is turned off, each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

IN = .venv/bin/
SETUP = $(PYTHON) scripts/setup.py

.PHONY: run test setup system check format types types-check docs docs-check requirements lock bench-start bench-bundle bench-fanout bench-message bench-write bench-chat bench-purge bench-wall bench-join bench-media bench-conference bench-event bench-latch bench-recording bench-slides clean

run: ## Build what has changed and serve, with demo data in a new database.
	@$(SETUP) web
	@exec $(IN)twinspace serve --prepare

test: system ## Everything: types, pages, Python, stories in a real browser.
	@$(SETUP) dev web
	@$(MAKE) --no-print-directory types-check
	@scripts/npm run --silent test
	@$(IN)pytest --numprocesses=3 --dist=loadfile $(ARGS)

setup: ## The environment for development.
	@$(SETUP) dev web

system: ## The system's packages that the tests drive: Redis, PostgreSQL, Chromium.
	@$(PYTHON) scripts/system.py

check: ## What must hold before a commit.
	@$(SETUP) dev web
	@$(PYTHON) scripts/check.py

format: ## Put everything in the one form.
	@$(IN)ruff check --fix --quiet . && $(IN)ruff format --quiet .
	@scripts/npm exec -- biome check --write --log-level=error .

types: ## TypeScript types of all frames and bodies, from the Python ones.
	@$(IN)python scripts/write_types.py

types-check:
	@$(IN)python scripts/write_types.py --check

docs: ## The generated parts of docs/.
	@$(IN)python scripts/write_protocol.py

docs-check:
	@$(IN)python scripts/write_protocol.py --check

requirements: system ## Which requirement is proven by which test.
	@$(SETUP) dev web
	@$(IN)pytest --record-requirements $(ARGS)

lock: ## The lock files, from pyproject.toml. ARGS=--upgrade moves to newer versions.
	@$(PYTHON) scripts/lock.py $(ARGS)

bench-start: ## From a clean clone to a serving page.
	@$(PYTHON) benchmarks/start.py

bench-bundle: system ## How much script the first pages load.
	@$(SETUP) dev web
	@$(IN)python benchmarks/bundle.py

bench-fanout: ## Deliveries per second of server CPU, against node's ws in the same run.
	@$(SETUP) dev web
	@$(IN)python benchmarks/fanout.py $(ARGS)

bench-message: ## From sending a chat message to its acknowledged commit.
	@$(SETUP) dev
	@$(IN)python benchmarks/message.py $(ARGS)

bench-write: system ## Messages a second through the writer that commits in groups, against committing each alone.
	@$(SETUP) dev
	@$(IN)python benchmarks/write.py $(ARGS)

bench-chat: system ## The whole server with 500 sockets in 20 rooms for ten minutes; two processes against one. ARGS="--seconds 60" is shorter.
	@$(SETUP) dev
	@$(IN)python benchmarks/chat.py $(ARGS)

bench-purge: ## Other people's commits while a million of ten million messages is purged. ARGS="--rows 1000000" is shorter.
	@$(SETUP) dev
	@$(IN)python benchmarks/purge.py $(ARGS)

bench-wall: ## 200 rooms of pupils with detectors on: until acknowledged, until a held message is seen on the wall.
	@$(SETUP) dev
	@$(IN)python benchmarks/wall.py $(ARGS)

bench-join: system ## From the click on Join to the first frame of somebody else.
	@$(SETUP) dev web
	@$(IN)python benchmarks/join.py $(ARGS)

bench-media: ## Forwarded packets per second of processor time, against Debian's Janus. Needs root.
	@$(SETUP) dev
	@$(PYTHON) scripts/system.py janus
	@$(IN)python benchmarks/media.py $(ARGS)

bench-conference: system ## 25 people on one media worker: freezes, frames, CPU, joins, delay. ARGS="--seconds 60" is shorter.
	@$(SETUP) dev
	@$(IN)python benchmarks/conference.py $(ARGS)

bench-event: ## 100 people on one media worker, five of them on the stage: freezes, joins, CPU. ARGS="--seconds 20" is shorter.
	@$(SETUP) dev
	@$(IN)python benchmarks/event.py $(ARGS)

bench-recording: ## From the end of a recording to its film. ARGS="--minutes 5" is shorter.
	@$(SETUP) dev
	@$(IN)python benchmarks/recording.py $(ARGS)

bench-latch: system ## Until frozen when the teacher's line dies; until sound from another network and after the worker's death.
	@$(SETUP) dev web
	@$(IN)python benchmarks/latch.py $(ARGS)

bench-slides: system ## From choosing a document of 20 pages to its first page on everybody's screen: PDF and PowerPoint.
	@$(SETUP) dev
	@$(IN)python benchmarks/slides.py $(ARGS)

clean: ## Take away everything that can be made again. Data stays.
	rm -rf .venv web/node_modules web/dist
