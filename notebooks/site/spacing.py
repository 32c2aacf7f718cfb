"""Spaces in formulas, as LaTeX sets them and the converter to MathML does not.

With this module you can

- set them (``spaced``): some between a function and what it is of, none at the sign of a number or inside of bars.

>>> spaced("<mrow><mo>=</mo><mo>&#x02212;</mo><mi>sin</mi><mi>x</mi></mrow>")
'<mrow><mo>=</mo><mo form="prefix">&#x02212;</mo><mi>sin</mi><mspace width="0.167em" /><mi>x</mi></mrow>'
"""

import re

OPERATOR = re.compile(r"(?<!<munder>)(?<!<msub>)<mo>([a-z]{2,})</mo>")  # max, but not that which runs over something
BAR = re.compile(r"<mo[^>]*>(?=&#x0007C;)")
NAME = r"<mi>[a-z]{2,}</mi>"
NAMED = rf"(?:<msup>{NAME}(?:<m[in]>[^<]*</m[in]>|<mrow>(?:(?!</?mrow>).)*</mrow>)</msup>|(?<!<msup>){NAME})"
AFTER_NAME = re.compile(rf"({NAMED})(?=<m(?!o\b|space\b))")  # a bracket stands close
BEFORE_NAME = re.compile(rf"(?:(?<=</m[in]>)|(?<=</msu[bp]>))(?={NAMED})")
CLOSES = r"(?:&#x00029;|&#x0005D;|&#x0007C;|[)\]|!′])</mo>"
SIGN = re.compile(rf"(<mo[^>]*>(?!{CLOSES})[^<]+</mo>(?:<mspace[^>]*>)?<mo)(?=>&#x02212;)")
THIN = '<mspace width="0.167em" />'


def spaced(formula):
    """Return MathML with the spaces of LaTeX."""
    formula = BAR.sub('<mo stretchy="false" lspace="0" rspace="0">', OPERATOR.sub(r"<mi>\1</mi>", formula))
    return SIGN.sub(r'\1 form="prefix"', BEFORE_NAME.sub(THIN, AFTER_NAME.sub(rf"\1{THIN}", formula)))
