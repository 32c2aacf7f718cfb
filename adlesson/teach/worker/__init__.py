"""The Python of a page, without Jupyter: it answers what ``explore`` and the exercises of the page ask.

Read ``page_worker`` first: one question and one answer, both as JSON.  ``typed_cell`` runs the cell that a learner has
typed, and ``earlier_statements`` finds what of the notebook must have been run before it.  Where they run is a worker of the
browser, with nothing of the lesson but its wheel: so they import no widget, and they run in any other Python, too.
"""
