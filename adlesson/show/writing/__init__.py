"""How numbers, letters and formulas are written, as text, as LaTeX and as MathML.

No rule of the table is written down a second time here: ``letters`` are numbers that write down what is done to them, and
``formula`` runs the rules on them.  Read ``numerals``, ``notation``, ``letters`` (with ``array_formulas``), then
``formula``; ``mathml`` sets it, ``lagrangian_terms`` does the same for a Lagrangian, and ``notes`` says where numbers go
wrong.
"""
