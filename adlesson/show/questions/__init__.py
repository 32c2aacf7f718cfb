"""What a step asks before it shows its number, and what each known wrong answer is told.

Read ``asking`` first: the questions of a sweep.  It puts together the words (``question_texts``), formulas to choose from
(``choices``), and what an answer is compared with (``expected``).  ``system_rows`` does the same for the rows of the
triangular system of a Lagrangian.
"""
