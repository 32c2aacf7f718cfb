"""Formulas as LaTeX sets them, where the converter to MathML leaves it to the browser, which does not.

With this module you can

- set the spaces and the primes of a formula (``typeset``).

>>> typeset("<mrow><mo>=</mo><mo>&#x02212;</mo><mi>sin</mi><mi>x</mi></mrow>")
'<mrow><mo>=</mo><mo form="prefix">&#x02212;</mo><mi>sin</mi><mspace width="0.167em" /><mi>x</mi></mrow>'
>>> typeset("<msup><mi>F</mi><mi>&#x02032;</mi></msup>")  # a smaller sign would hardly be seen
'<mrow><mi>F</mi><mi>&#x02032;</mi></mrow>'
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
TOKEN, PRIME = r"<m[ion][^>]*>[^<]*</m[ion]>", "<mi>&#x0203[23];</mi>"
PRIMED = re.compile(rf"<msup>({TOKEN}|<mrow>(?:(?!</?mrow>).)*</mrow>)({PRIME})</msup>")
INDEX_PRIMED = re.compile(rf"<msubsup>({TOKEN}{TOKEN})({PRIME})</msubsup>")


def typeset(formula):
    """Return MathML with the spaces of LaTeX, and with primes that are as large as the letter."""
    formula = BAR.sub('<mo stretchy="false" lspace="0" rspace="0">', OPERATOR.sub(r"<mi>\1</mi>", formula))
    formula = BEFORE_NAME.sub(THIN, AFTER_NAME.sub(rf"\1{THIN}", formula))
    formula = PRIMED.sub(r"<mrow>\1\2</mrow>", INDEX_PRIMED.sub(r"<mrow><msub>\1</msub>\2</mrow>", formula))
    return SIGN.sub(r'\1 form="prefix"', formula)
