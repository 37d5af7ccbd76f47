# What people and machines do with this package, by name. `make help` lists it.
# Everything is an ordinary command of the toolchain: without make, read the recipe and type it.

SWIFT ?= swift
# Options of the benchmark, such as ARGS="--quick --filter gradient".
ARGS ?=

sources = Sources Tests Benchmarks Figures FuzzTesting/Sources FuzzTesting/Package.swift Examples/Server Package.swift
pictures = Sources/Descent/Descent.docc/Resources
documentation = .build/docs
symbols = .build/docs-build/symbols

.PHONY: help try setup python r browser build install uninstall bench bench-mpi peers test test-release test-long test-arm64 test-mpi mutants fuzz help-texts lint format docs examples tutorials figures dependency-test

help: ## print this list
	@awk -F ': *[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

try: ## the first fit: installs what is missing, builds the command, fits a small table, and says what to type next
	@SWIFT="$(SWIFT)" Scripts/try

setup: ## install OpenBLAS and LAPACKE where they are missing (Debian, Ubuntu)
	@bash Scripts/setup

python: ## set up the Python that tests of file formats use: NumPy, safetensors, onnxruntime (0.3 GB)
	@bash Scripts/setup python3 python3-venv
	python3 -m venv .build/python
	.build/python/bin/pip install --quiet --disable-pip-version-check -r Tests/DescentFilesTests/Python/requirements.txt

r: ## install the R that formulas are held against, with its package MASS (0.1 GB)
	@bash Scripts/setup r-base-core r-cran-mass

browser: ## install the browser that tests of reports look at pages with: Chromium (0.4 GB)
	@bash Scripts/setup chromium

build: setup ## build for release
	$(SWIFT) build -c release

# Where the command and what belongs to it go; below DESTDIR for those who make packages.
PREFIX ?= /usr/local
DESTDIR ?=

install: ## the command, its manual page, completions of bash, zsh and fish, and the licence, below PREFIX=/usr/local
	@SWIFT="$(SWIFT)" DESTDIR="$(DESTDIR)" Scripts/install "$(PREFIX)"

uninstall: ## remove exactly what install has put there
	@DESTDIR="$(DESTDIR)" Scripts/install --remove "$(PREFIX)"

bench: setup ## measure this machine; options in ARGS="…", see ARGS=--help
	@$(SWIFT) run -c release bench $(ARGS)

bench-mpi: setup ## measure what ranks cost, with an MPI that is installed if need be; options in ARGS="…"
	@bash Scripts/setup libopenmpi-dev openmpi-bin
	@$(SWIFT) run -c release --traits MPI --scratch-path .build/mpi bench mpi $(ARGS)

peers: setup ## measure NumPy, JAX, scikit-learn and Descent in turns; options in ARGS="…", see ARGS=--help
	@SWIFT="$(SWIFT)" Benchmarks/peers/run $(ARGS)

# One build, for whoever has just come: in debug, where indices and sums are checked. Laws beside an independent reference in twice the
# digits, and all neurons and shapes where debug tries some, take the release build.
test: setup ## all tests but the longest, in debug
	$(SWIFT) test --skip DifferentialTests

# @testable needs a release build of its own kind; it is kept apart so that it and the plain one are each built once.
test-release: setup ## all tests, in release
	$(SWIFT) test -c release --scratch-path .build/release-tests

# The leak check is off: it reports XCTest's own. An allocation that the system refuses must come back, so that the error
# can be tested. Sanitised builds are kept apart, as nothing in them can be shared.
test-long: test test-release ## the tests and the C kernels under sanitizers, at every kernel level, and a fit killed a thousand times
	$(SWIFT) test --sanitize=thread --scratch-path .build/thread
	ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 $(SWIFT) test --sanitize=address --scratch-path .build/address
	@bash Scripts/test-levels
	@SWIFT="$(SWIFT)" bash Scripts/test-kernels
	@SWIFT="$(SWIFT)" Scripts/test-arm64
	DESCENT_LONG_TESTS=1 $(SWIFT) test -c release --scratch-path .build/release-tests \
		--filter 'KillTests|MemoryTests|DifferentialTests'

test-arm64: ## the C kernels for AArch64, by a cross compiler and an emulator, which are installed if need be (0.3 GB)
	@bash Scripts/setup qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
	@SWIFT="$(SWIFT)" Scripts/test-arm64

test-mpi: ## the tests of ranks under mpirun, with an MPI that is installed if need be; all of them with DESCENT_LONG_TESTS=1
	@bash Scripts/setup libopenmpi-dev openmpi-bin iproute2 python3
	$(SWIFT) build -c release --traits MPI --scratch-path .build/mpi --product descent
	DESCENT_MPI_PROGRAM=$(CURDIR)/.build/mpi/release/descent $(SWIFT) test -c release \
		--scratch-path .build/release-tests --filter 'RankedCommandTests|RankFaultTests|MarkedKillTests'
	Tests/Network/run .build/mpi/release/descent

# Options of the mutants, such as ARGS="--minutes 10".
mutants: setup ## small faults by chance, one at a time: which do the tests see? Takes long; goes on where it was stopped
	@SWIFT="$(SWIFT)" nice -n 10 Scripts/mutants/run $(ARGS)

# Seconds of each fuzz target.
SECONDS ?= 60

fuzz: setup ## inputs by chance for every reader of files, under the address sanitizer; SECONDS=60 of each
	SWIFT="$(SWIFT)" FuzzTesting/run $(SECONDS)

help-texts: setup ## write what the help of `descent` is expected to be again, from what it is
	DESCENT_WRITE_HELP=1 $(SWIFT) test --filter HelpTests

# What tables and recipes say of the sources is held to them: guards by their text, and the diff of a new neuron by git.
lint: setup ## check the format of all Swift files, that tests say which error they expect, and that no arrow between rooms points back
	$(SWIFT) format lint --strict --recursive $(sources)
	@Scripts/lint-tests
	@Scripts/version
	@Scripts/claims
	@python3 Scripts/mutants/guards.py
	@awk '/^```diff$$/ { inside = 1; next } /^```$$/ { inside = 0 } inside' CONTRIBUTING.md | git apply --check
	@$(SWIFT) build --quiet --target Descent
	@Scripts/arrows --check

format: ## put all Swift files into the format
	$(SWIFT) format --in-place --recursive $(sources)

# They are kept in the repository, and the same on every run: a change here is a change of what the library computes.
figures: setup ## draw the pictures of the documentation again, by the library itself
	@mkdir -p $(pictures)
	$(SWIFT) run -c release figures $(pictures)

# The symbol graph of Descent holds what it re-exports; beside the modules' own, links would lead there. A compiler that has
# nothing to do writes none, so the build starts afresh. DescentMPI has an interface where there is an MPI.
documented = Descent DescentFiles DescentMPI
mpi = $(shell pkg-config --exists mpi-c 2>/dev/null && echo --traits MPI)
docs: setup ## the documentation of all products as static pages in .build/docs; a warning is an error
	@rm -rf .build/docs-build $(documentation)
	@mkdir -p $(symbols)
	@for target in $(documented); do \
		$(SWIFT) build $(mpi) --scratch-path .build/docs-build --target $$target \
			-Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc $(CURDIR)/$(symbols) || exit 1; done
	@Scripts/surface $(symbols)
	@cd $(symbols) && find . -type f $(foreach target,$(documented),! -name $(target).symbols.json) -delete
	docc convert Sources/Descent/Descent.docc --additional-symbol-graph-dir $(symbols) \
		--output-path $(documentation) --fallback-bundle-identifier descent --warnings-as-errors

# What is shown of the package for MPI is compiled where an MPI is installed.
examples: setup ## compile the Swift examples of the documentation, and run those whose output it shows
	@SWIFT="$(SWIFT)" Scripts/examples

# The server of a tutorial is built by Scripts/examples, the command for many machines by test-mpi; without them their pages are skipped.
tutorials: build ## type what the tutorials tell to type, and compare what comes out; ARGS=--write puts it into them
	@Examples/run $(ARGS)

dependency-test: setup ## use the last commit as another package's dependency
	Tests/Dependency/run
