"""The same list of instructions as equality constraints, with a multiplier for each.

Read ``constraints`` (an instruction as z - f(z) = 0), ``blocks`` (feasibility, stationarity, sensitivity), ``lagrangian``
(all of it for one program), ``proof`` (is it true?), ``curvature`` (second derivatives from the multipliers).  Behind
stand ``loops`` (programs that read their own result), ``networks`` (LeCun's layers), ``dynamics`` (layers as time) and
``solvers`` (other methods for the same Lagrangian).
"""
