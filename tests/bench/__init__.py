"""The bench: what the package's promises about speed measure to be, beside other people's tools.

With this package you can run ``make bench``, from the top of the checkout.  Each module that holds a ``run`` is one
kind of work: it names its contenders, races them and sets its goals.  A contender whose package is not installed
says so; ``.venv/bin/python -m pip install -e ".[bench]"`` installs them all (for Linux, PyTorch's ordinary build is
several gigabytes: its CPU build, installed before, will do).  Nothing here is a test, and no test is timed.
"""
