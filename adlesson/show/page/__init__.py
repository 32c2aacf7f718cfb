"""What stands on a page beside the pictures: tables, source code, and what programs and Lagrangians show by themselves.

Read ``tables`` (``ad.table``) first.  ``dictionary`` is the table of names.  ``display`` is what a program in a cell of its
own shows, ``lagrange_view`` what a Lagrangian does; ``source_view`` shows the lesson's own source, and errors that are meant
to happen.
"""
