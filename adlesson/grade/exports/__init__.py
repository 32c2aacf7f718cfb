"""Marks go where an institution keeps them: into nbgrader's gradebook (``gradebook``), or to Gradescope.

For Gradescope read ``gradescope_zip`` (what is uploaded) and ``gradescope_run`` (what runs there).
"""
