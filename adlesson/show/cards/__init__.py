"""Cards: what a learner answers, and what has been answered.

Read ``card`` first, which says what a page is given and what it tells.  The page's own half is in ``js``: ``predict.js``
asks a question and judges the answer, ``check.js`` shows what an exercise has been told, ``row.js`` how far one is,
``replay.js`` what was missed, ``practice.js`` asks fresh problems; ``store.js`` is what a window knows of the learner, and
``index.js`` says which module shows a card.
"""
