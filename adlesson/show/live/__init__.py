"""What is shown and answers: a piece of a page that works without Python, and is connected with it where it runs.

Read ``script`` first, the half of such a piece that the browser runs: its modules, joined by ``bundle``, and its style.
``standalone`` writes the piece as HTML; ``live_widget`` is its other half, the model that a kernel has.  In ``js`` is what
all of them share: ``home.js`` and ``live.js`` bring the two halves together, ``scripts.js`` reads a script once in a
window, ``answers.js`` says what a typed calculation comes to, ``dom.js`` makes elements.  The stepper and the cards are
built on it.  A page of the site has a Python of its own: ``python.js`` asks it, ``page_model.js`` lets pieces meet it as
they meet a kernel, ``python_line.js`` says what it does.
"""
