"""The stepper: stories gathered into frames, computed once, and the widget that plays them in the browser.

Read ``frames`` first, which says what the page is given; the modes themselves are in ``show.story``.  ``widget`` makes
``ad.Stepper`` and ``ad.explore`` of it, ``recipe`` the line of Python that gives one again; ``still`` is what a page shows
that runs no scripts, ``moving`` a picture that needs none.  ``contract`` is what Python and the page agree on.  The page's
own half is in ``js``: what is shown in ``player.js``, what a click or a key does in ``controls.js``; ``index.js`` says in
which order to read.  How a page works without a kernel, and how a typed answer is judged, is in ``show.live``, which the
cards share.
"""
