"""Tables and text on a page: variables in rows, the Lagrangian typeset, source code."""
