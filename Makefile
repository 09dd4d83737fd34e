# Pupsentry. `make help` lists the targets.

# "make virtual-board SHELL=1" asks for a login. SHELL is also what make runs recipes with, and what is set on the
# command line goes to every make below: neither may happen.
LOGIN := $(if $(filter command line,$(origin SHELL)),$(filter-out 0,$(SHELL)))
MAKEOVERRIDES :=
override SHELL := /bin/sh

# Power cuts of simulated updates in `make torture`.
CUTS ?= 1000000

.DEFAULT_GOAL := help
.PHONY: help setup build run test check bench ota-bench torture virtual-board virtual-board-arm64 clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make run takes: CAMERA=scene|/dev/video0|clip.mp4|rtsp://...  MIC=auto|none|tone|alsa:NAME|pulse"
	@echo "                  PORT=8080  BROKER_PORT=8883  DEVICES=1..8  STATE=var"
	@echo "  make test takes: ONLY='word word' (test files whose path has one of these words)"
	@echo "  make virtual-board takes: SHELL=1 (boots and logs you in; /data is kept in var/virtual-board)"
	@echo "  make bench takes: ONLY=group (such as live-cpu)"
	@echo "  make ota-bench takes: CUTS=3 (power cuts at random moments)  SEED=1  STATES=200 (of the boot loader's memory)"
	@echo "  make torture takes: CUTS=1000000 (power cuts in simulated updates)"

setup: ## install what is needed to run (Debian and npm packages)
	@tools/setup.sh run

build: setup ## bundle the programs and the console into dist/
	@npm run -s build

run: build ## the whole system: cloud stub, console, one doorbell (Ctrl-C stops it)
	@exec node dist/pupsentry-run.js

test: ## install, type-check, lint and run every test; ends with "N passed, N failed"
	@tools/setup.sh test
	@npm run -s build
	@node --import tsx board-support/virtual/prepare.ts & \
	  npm run -s typecheck && npm run -s lint; checked=$$?; \
	  wait; exit $$checked # what is wrong with the board its tests say too, and the others can run
	@npm run -s test -- $(ONLY)

check: build ## type-check and lint only
	@npm run -s typecheck && npm run -s lint

bench: ## measure against the named peers; writes bench/results.json and docs/performance.md
	@tools/setup.sh bench
	@npm run -s build
	@npx tsx bench/main.ts $(ONLY)

torture: ## the same faults as in make test, many more times (hours)
	@tools/setup.sh test
	@npm run -s build
	@node --import tsx board-support/virtual/prepare.ts
	@npx tsx tests/update-faults/main.ts --cuts $(CUTS)
	@ROUNDS=3 IMAGE_DAMAGES=100000 DOWNLOAD_FAULTS=2000 TRUST_ROUNDS=500 TIME_LIMIT_FACTOR=100 npm run -s test -- ota/
	@BOOTS=500 ROUNDS=500 TIME_LIMIT_FACTOR=30 npm run -s test -- tests/virtual-board/media-faults tests/virtual-board/update-boots

ota-bench: ## update a whole system under the real U-Boot in QEMU: bad images, power cuts; its boot script against the rule
	@tools/setup.sh ota-bench
	@npm run -s build
	@npm run -s test -- tests/ota-bench/boot-script.ts tests/ota-bench/bench.ts

virtual-board: ## boot the virtual board (a real kernel, simulated hardware) and test the whole device on it
	@tools/setup.sh test
	@npm run -s build
	@node --import tsx board-support/virtual/prepare.ts
	@$(if $(LOGIN),node --import tsx board-support/virtual/login.ts,npm run -s test -- tests/virtual-board/)

virtual-board-arm64: ## test the whole device on an arm64 kernel under QEMU, with a watchdog that resets it
	@tools/setup.sh virtual-board-arm64
	@npm run -s build
	@npm run -s test -- tests/virtual-board-arm64/battery.ts

clean: ## remove what was built (not the state under var/)
	rm -rf dist artifacts
