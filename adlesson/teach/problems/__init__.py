"""The exercises themselves, as data: a module per notebook, one ``Problem`` each.

With this package you can

- read what an exercise asks, how it is judged and what its three hints say (``PROBLEMS``).

A judge gets its right answer from the engine when it is asked.  The first hint names the rule, the
second the edge or the line to look at, the third leaves one small step.

>>> PROBLEMS[0].number, PROBLEMS[0].stars
('0.1', 1)
"""

from . import n00, n01, n02, n03, n04, n05, n06, n07, n08

PROBLEMS = tuple(problem for notebook in (n00, n01, n02, n03, n04, n05, n06, n07, n08) for problem in notebook.PROBLEMS)
