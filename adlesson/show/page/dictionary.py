"""One thing and its names: what the lesson, three texts and control theory call it.

With this module you can

- look up who says what (``DICTIONARY``): it shows itself as a table, and is a row per thing for who reads it in code.

>>> [row for row in DICTIONARY if row[0] == "multiplier"]
[('multiplier', 'lam', 'lambda_i', '-', 'B(k)', 'p_t')]
"""

import html
import re

from ..shown import on_page, scroll
from .tables import Table

HEADS = "thing", "here", "Vieira 2017", "Griewank & Walther 2008", "LeCun 1988", "control"
SIGNS = {
    "lambda": "λ",
    "alpha": "α",
    "beta": "β",
    "phi": "φ",
    "sum ": "Σ ",
    "dot v": "v\u0307",
    "bar v": "v\u0304",
    "-": "−",
}
LOW = r"_(?:\{([^}]*)\}|(\w(?:\(i\))?))"  # what is set lower: _i, _{t+1}, _α(i)


class Dictionary(tuple):
    """Rows of text, a name in each column of ``HEADS``; ``-`` where there is none."""

    def __repr__(self):
        return repr(Table("", [dict(zip(HEADS, row, strict=True)) for row in self]))

    def _repr_html_(self):
        heads = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in HEADS)
        rows = "".join(f'<tr><th scope="row">{row[0]}</th>{"".join(map(_cell, row[1:]))}</tr>' for row in self)
        inside = f"<caption>One thing, and its names</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
        return on_page(scroll(f'<table class="ad-table">{inside}</table>', "the names"))


def _cell(text):
    """Return a cell with the letters as they are written by hand."""
    for word, sign in SIGNS.items() if text != "-" else ():
        text = text.replace(word, sign)
    low = re.sub(LOW, lambda found: f"<sub>{found[1] or found[2]}</sub>", html.escape(text))
    return f"<td>{'none' if text == '-' else low}</td>"


DICTIONARY = Dictionary(
    (
        (
            "input, intermediate, output",
            "z[k], from 0",
            "z_1..z_d, z_i, z_n",
            "v_{1-d}..v_0, v_i, y",
            "X(0), X(k), C",
            "x_0, x_t, J",
        ),
        (
            "operation",
            "op",
            "z_i = f_i(z_alpha(i))",
            "v_i = phi_i(v_j), j < i",
            "X(k) = F(W(k) X(k-1))",
            "x_{t+1} = f(x_t, u_t)",
        ),
        ("parents, children", "alpha, beta", "alpha(i), beta(j)", "j < i, i > j", "layer before, after", "t-1, t+1"),
        ("tangent", "zdot", "-", "dot v_i", "-", "variation"),
        ("adjoint", "zbar", "lambda_i at a stationary point", "bar v_i", "-B(k)", "costate"),
        ("multiplier", "lam", "lambda_i", "-", "B(k)", "p_t"),
        (
            "Lagrangian",
            "",
            "z_n - sum lambda_i (z_i - f_i)",
            "-",
            "C + sum B(k)'(X(k) - F(W(k)X(k-1)))",
            "J - sum p'(x - f)",
        ),
    )
)
