"""Programs that read their own result: constraints that go round in a circle.

Read ``loop`` (what is fed back, and all of it as one vector), ``nonlinear`` (going round it forward, by ``fixed_point`` or
by Newton's method), ``verdict`` (is that a solution?), ``elimination`` (the one linear solve that leads back), and
``cyclic``, what you call: ``close_loop``.
"""
