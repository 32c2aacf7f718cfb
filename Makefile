# make help lists what there is.  Windows: README.md has the same in plain commands.

PYTHON      = python3
LAB_ARGS    =
PYODIDE     =
TEST_ARGS   =
BENCH_ARGS  =
MUTANT_ARGS =
BINDER_ARGS =
AS_ROOT     =

VENV = .venv
BIN  = $(VENV)/bin

define IS_PYTHON
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null || { \
    echo "$(PYTHON) is no Python 3 here: install Python 3.11 or later, or name yours, as in make lab PYTHON=/path/to/python" >&2; \
    exit 1; }
endef

.PHONY: help lab update test site check-site check-gradebooks notebooks sentences bench mutants thorough lowest binder clean

help:
	@echo "make lab        set up .venv once and open JupyterLab at the first notebook"
	@echo "                (a server without a screen: make lab LAB_ARGS=--no-browser)"
	@echo "make update     get the newer version of the lesson, and keep what you did in your notebooks"
	@echo "make test       set up .venv with the test tools and run every check, browser tests included"
	@echo "                (some of them: make test TEST_ARGS='-m \"not browser\"')"
	@echo "                (what was left out, and why, stands in its last line)"
	@echo "make site       build the site in dist/: the notebooks as pages, run and alive, for any static host"
	@echo "                (with NumPy and Matplotlib in the browser: make site PYODIDE=/folder/of/its/wheels)"
	@echo "make check-site open every page of dist/ in Chromium, with the network closed"
	@echo "make check-gradebooks  bring marks through nbgrader, and through Gradescope's layout of folders"
	@echo "                (as root, as there: make check-gradebooks AS_ROOT=sudo)"
	@echo "make notebooks  build notebooks/*.ipynb from notebooks/src/*.py"
	@echo "make sentences  record every sentence that a learner reads, in tests/sentences.txt"
	@echo "make bench      race the package against other people's, those that are in .venv, and name every loss (15 minutes)"
	@echo "                (to add them: .venv/bin/python -m pip install -e '.[bench]'; some of it: make bench BENCH_ARGS=arrays;"
	@echo "                to keep the figures: make bench BENCH_ARGS=--save)"
	@echo "make mutants    put 320 small faults into copies of the package, one at a time: do the tests notice? (an hour)"
	@echo "                (some of them: make mutants MUTANT_ARGS='--only engine/cost --count 2000')"
	@echo "make thorough   the mutants, 200 kills of a kernel that keeps progress and 28 of a grader, a Dask cluster that loses a"
	@echo "                machine, all attacks on the grader and all answers that a test knows judged in its sandboxes, 1,000"
	@echo "                practice problems of each kind and level, fifty sequences of wrong answers through every exercise,"
	@echo "                then the tests without a browser twenty times, ten of them on a busy machine"
	@echo "make lowest     run every check with the oldest packages that pyproject.toml allows (make lowest PYTHON=python3.11)"
	@echo "make binder     what Binder builds, with Python 3.12 and without Docker: megabytes, seconds, notebook 00 (five minutes)"
	@echo "                (for newer versions in binder/constraints.txt: make binder BINDER_ARGS=--renew)"
	@echo "make clean      remove .venv and everything else that was made here"
	@echo "Another Python than python3: make lab PYTHON=python3.13"

# what ends with 130 was ended by Ctrl-C, which is no mistake; make itself says nothing either if this shell lives on
lab:
	@trap : INT; $(IS_PYTHON); "$(PYTHON)" notebooks/tools/lab.py $(LAB_ARGS) || test $$? -eq 130

update:
	@"$(PYTHON)" notebooks/tools/update.py

test: $(VENV)/test-installed
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal --durations=10 $(TEST_ARGS)

site: $(VENV)/site-installed
	$(BIN)/python notebooks/site/make.py $(PYODIDE)

check-site: $(VENV)/test-installed
	$(BIN)/python -m pytest -o testpaths=tests/site -o faulthandler_timeout=900 -n logical --maxprocesses 4 --dist worksteal --durations=10 $(TEST_ARGS)

# in an environment of its own, for nbgrader brings much along
check-gradebooks:
	@$(IS_PYTHON); "$(PYTHON)" -m venv build/gradebooks
	@build/gradebooks/bin/python -m pip --disable-pip-version-check --quiet --timeout 20 --retries 2 install \
	    -e '.[nbgrader]' pytest pytest-timeout || { echo "nbgrader could not be installed: is there a network?" >&2; exit 1; }
	$(AS_ROOT) env PYTHONDONTWRITEBYTECODE=1 build/gradebooks/bin/python -m pytest -p no:cacheprovider --noconftest \
	    -o testpaths=tests/gradebooks -o norecursedirs=build -o timeout=600 -o faulthandler_timeout=900 --durations=5 $(TEST_ARGS)

notebooks: $(VENV)/test-installed
	$(BIN)/python notebooks/tools/build.py

bench: $(VENV)/lesson-installed
	PYTHONPATH=tests $(BIN)/python -m bench $(BENCH_ARGS)

sentences: $(VENV)/test-installed
	$(BIN)/python tests/sentences.py

mutants: $(VENV)/test-installed
	PYTHONPATH=tests $(BIN)/python -m mutants $(MUTANT_ARGS)

thorough: mutants
	ADLESSON_KILLS=200 $(BIN)/python -m pytest -q tests/teach/kept/test_event_file.py tests/commands/test_grade_submissions.py
	ADLESSON_STARTS=10 $(BIN)/python -m pytest -q -o timeout=3600 -o faulthandler_timeout=3600 tests/lagrange/solvers/test_newton.py
	$(BIN)/python -m pytest -q tests/grade/dask_cluster.py
	$(BIN)/python -m pytest -q tests/lagrange/loops/equilibrium_layer.py
	ADLESSON_SEQUENCES=50 $(BIN)/python -m pytest -q -o timeout=3600 tests/test_tutor.py
	ADLESSON_GRADING=all $(BIN)/python -m pytest -q -o timeout=3600 tests/grade
	ADLESSON_PROBLEMS=1000 $(BIN)/python -m pytest -q -s -o timeout=3600 -o faulthandler_timeout=3600 tests/teach/practice tests/grade/test_variants.py tests/browser/test_printed.py
	$(BIN)/python tests/again.py --times 10
	$(BIN)/python tests/again.py --times 10 --busy 6

# build/lowest.txt is made by uv, which can choose the oldest, and then told to pip
lowest:
	@test ! -e $(VENV) || { echo "There is a $(VENV) with other packages: make clean removes it, then call this again" >&2; exit 1; }
	@mkdir -p build
	"$(PYTHON)" -m venv build/uv
	build/uv/bin/python -m pip --disable-pip-version-check --quiet install uv
	build/uv/bin/uv pip compile --quiet --strip-extras --resolution lowest-direct --python "$(PYTHON)" --extra test \
	    --output-file build/lowest.txt pyproject.toml
	PIP_CONSTRAINT="$(CURDIR)/build/lowest.txt" $(MAKE) test

binder: $(VENV)/test-installed
	$(BIN)/python tests/binder_image.py $(BINDER_ARGS)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis tests/browser/screenshots
	find adlesson tests notebooks -name __pycache__ -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -prune -exec rm -rf {} +

$(VENV)/%-installed: requirements.txt pyproject.toml
	@$(IS_PYTHON); "$(PYTHON)" notebooks/tools/install.py $*
