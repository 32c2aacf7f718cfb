"""What flows through a program: any kind of number, an array, or what stands in for one.

Read ``operand`` (arithmetic handed on by name), ``arrays`` (shapes), ``arithmetic`` (division and powers as IEEE 754 has
them), ``elementary`` (exp, sin ... of every kind of number), ``linear`` (operations on whole arrays, and the linear maps
that are their partials), ``summing``, ``products``, ``choosing`` (more of them: sums, ``@``, the largest entry),
``spelling`` (one name, however it is typed), ``inputs`` (inputs by name).
"""
