"""What people look at: formulas, pictures, plots, tables, the stepper, all read from programs and their sweeps; and cards.

Read ``evaluation`` first: one program at one point, computed once, which all the rest is read from.  Then ``shown``, the
frame around everything on a page, and after it the folders from the bottom up: ``writing`` (numbers and formulas as text),
``picture`` (graphs as SVG), ``plot`` (Matplotlib), ``page`` (what notebooks show), ``questions`` (what a step asks),
``story`` (a module per mode of the stepper), ``live`` (pieces of a page that work with and without a kernel), ``stepper``
(the widget that plays the stories) and ``cards`` (what a learner answers).
"""
