# Short names for what the CMake presets and the scripts do. `make` alone lists them.
# What is missing to build or test is installed first, through apt.

prefix ?= /usr/local

export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell getconf _NPROCESSORS_ONLN)
export CTEST_PARALLEL_LEVEL ?= $(CMAKE_BUILD_PARALLEL_LEVEL)

FUZZ_SECONDS ?= 900

.DEFAULT_GOAL := help
.PHONY: help demo build test sanitize lint fuzz mutation valgrind coverage bench e2e docs install uninstall package release clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: build ## Build, and show the images of the local engine (or of an example)
	scripts/demo

build: ## Build the command: build/release/bin/dkr-ls
	scripts/install-deps build
	cmake --preset release
	cmake --build --preset release

define run_tests
	cmake --preset $(1)
	cmake --build --preset $(1)
	ctest --preset $(1)
endef

test: ## Build everything and run all tests
	scripts/install-deps test
	$(call run_tests,dev)

# The thread sanitizer is the dearest of them, and only the client can have a data race: all else runs on
# the thread of its caller. So the preset tsan has tests/integration alone.
sanitize: ## The same tests under ASan + UBSan, and those of the asynchronous client under TSan
	scripts/install-deps test
	$(call run_tests,asan)
	$(call run_tests,tsan)

lint: ## Check formatting, naming and the shell scripts
	scripts/install-deps lint
	cmake --preset dev
	cmake --build --preset dev
	scripts/lint

docs: ## Generate the reference of the library: build/docs/html/index.html
	scripts/install-deps docs
	scripts/api-reference

fuzz: ## Look for inputs that break something, FUZZ_SECONDS (900) for each of the targets
	scripts/install-deps fuzz
	tests/fuzz/run.sh $(FUZZ_SECONDS)

mutation: ## Plant small faults, each of which a test must notice
	scripts/install-deps test
	cmake --preset dev
	cmake --build --preset dev
	tests/mutation/run.sh

valgrind: ## Run the command under memcheck
	scripts/install-deps test
	cmake --preset valgrind
	cmake --build --preset valgrind --target dkr-ls dkr-ls-example-engine
	tests/valgrind.sh build/valgrind

coverage: ## Count which lines and branches of the library the tests run; 95 % of lines at least
	scripts/install-deps coverage
	$(call run_tests,coverage)
	gcovr --root . --filter include/dkrls/ --exclude-throw-branches --exclude-unreachable-branches \
	  --print-summary --sort-uncovered --fail-under-line 95 build/coverage

bench: ## Measure speed, memory and size beside docker and curl, against the budgets
	scripts/install-deps bench
	cmake --preset release
	cmake --build --preset release --target dkr-ls bench_programs
	tests/bench/run.sh

e2e: build ## Run the command on a real engine, and check what it prints
	scripts/install-deps docker
	./e2e.sh

install: build ## Install command and library to DESTDIR and prefix (/usr/local)
	cmake --install build/release --prefix "$(prefix)"

uninstall: ## Remove what `make install` with the same DESTDIR and prefix installed
	scripts/uninstall "$(prefix)"

package: build ## Make Debian packages of command and library: build/release/*.deb
	rm -f build/release/*.deb
	cd build/release && cpack

release: package ## Make build/dist: static commands and packages for amd64, arm64 and armhf
	scripts/install-deps release
	scripts/release

clean: ## Remove everything that was built
	rm -rf build
