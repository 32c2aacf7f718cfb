"""Mutants: the package with one small fault on purpose, to see whether the tests notice.

With this package you can run ``make mutants``, from the top of the checkout.  ``faults`` finds every place at which a
module of ``engine``, ``lagrange`` or ``teach`` can be made wrong in one small way; ``hunt`` draws some of them, always
the same, and lets each meet the tests of its module and of the modules that import it.  A mutant that no test notices
survives: either a test is missing, or the mutant does the same as the original and stands in ``equivalent.toml`` with
the reason.  The ready tools were tried and left: none of them draws a sample by module, chooses tests by import and
works in a copy.
"""
