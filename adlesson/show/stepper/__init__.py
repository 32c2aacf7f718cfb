"""The stepper: stories gathered into frames, computed once, and the widget that plays them in the browser.

Read ``frames`` first, which says what the page is given; the modes themselves are in ``show.story``.  ``widget`` makes
``ad.Stepper`` and ``ad.explore`` of it, ``recipe`` the line of Python that gives one again, ``standalone`` a page that needs
no kernel.  The page's own half is in ``js``: what is shown in ``player.js``, what a click or a key does in ``controls.js``,
how a typed answer is judged in ``answers.js``; ``index.js`` says in which order to read.
``contract`` is what both halves agree on, ``bundle`` makes one text of the modules.
"""
