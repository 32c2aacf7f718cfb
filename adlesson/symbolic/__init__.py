"""The same list of instructions as algebra, by SymPy.

Read ``expressions`` (the formula a program stands for), ``swell`` (how the formula of its derivative grows), ``equations``
(symbols and identities, for the Lagrangian).
"""
