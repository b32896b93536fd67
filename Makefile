# Everything here needs only Go and make. `make` lists the targets.

BIN      := bin/gleaner
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null)
LISTEN   ?= 127.0.0.1:4222
DATA     ?= gleaner-data
GOLD     ?= $(or $(GLEANER_DATA),../shared)/gold/dev.jsonl
FUZZTIME ?= 20s
TESTLOG  := dist/test.log

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build ## the whole system here, with sample articles; LISTEN=host:port DATA=folder
	$(BIN) up --demo --listen $(LISTEN) --data $(DATA)

.PHONY: build
build: ## the program, bin/gleaner
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $(BIN) ./cmd/gleaner

.PHONY: test
test: ## all tests, then what could not be run and why; V=1 names each test
	@mkdir -p $(dir $(TESTLOG))
	@# cmd measures how soon pages appear: nothing runs beside it.
	@go test -v $$(go list ./... | grep -v /cmd/) >$(TESTLOG) 2>&1; status=$$?; \
	go test -v ./cmd/... >>$(TESTLOG) 2>&1 || status=1; \
	awk -v v=$(V) -f .ci/report.awk $(TESTLOG); exit $$status

.PHONY: lint
lint: ## gofmt, go vet, staticcheck
	@unformatted=$$(gofmt -l cmd extractors pipeline schemas); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

.PHONY: eval
eval: build ## score the engine on annotated articles, GOLD=file, beside the reference engine
	$(BIN) eval --gold $(GOLD)

.PHONY: bench
bench: build ## articles and tokens a second, of GOLD=file, else of the samples
	$(BIN) bench $(if $(wildcard $(GOLD)),--gold $(GOLD))

.PHONY: faults
faults: ## what is lost under faults: the table of docs/operations.md
	.ci/faults

.PHONY: soak
soak: ## the same with many more articles, for an hour or more
	.ci/faults -soak

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME=20s
	@grep -rn --include='*_test.go' -oE '^func Fuzz[A-Za-z0-9_]+' . | sed -E 's|/[^/]*:[0-9]+:func | |' | sort | \
	while read -r package target; do \
		echo "$$package $$target"; \
		go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
	done
