"""Programs made from programs, and what is read off them.

Read ``gradients`` (the gradient as a program: a reverse sweep, traced), ``simplify`` (what a person would leave out),
``matrices`` (Jacobian and Hessian, by ``colours`` too, and many columns at once), ``prepared`` (both as programs), ``check``
(is this gradient right?).
"""
