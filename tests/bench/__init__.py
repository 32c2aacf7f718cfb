"""The bench: what the package's promises about speed measure to be, beside other people's tools, each at its best.

With this package you can run ``make bench``, from the top of the checkout.  Each module that holds a ``run`` is one
kind of work: it names its contenders, each with a bound, and races them.  What is not met, and who is faster than we are,
is said in the end.  A contender whose package is not installed says so; ``.venv/bin/python -m pip install -e ".[bench]"``
installs all but PyTorch, whose ordinary build for Linux is several gigabytes: its CPU build, installed by hand, will do.
Nothing here is a test, and no test is timed.
"""
