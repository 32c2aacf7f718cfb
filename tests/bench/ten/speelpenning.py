"""The product of ten numbers, the example of B. Speelpenning, Compiling fast partial derivatives, 1980."""

AT = {"x": [1 + (k % 7 - 3) / 16 for k in range(10)]}


def f(m, x):
    product = x[0]
    for u in x[1:]:
        product = product * u
    return product


def by_hand(x):
    a, b, c, d, e, f, g, h, i, j = x
    ab, ij = a * b, i * j
    abc, hij = ab * c, h * ij
    abcd, ghij = abc * d, g * hij
    abcde, fghij = abcd * e, f * ghij
    left, right = abcde * f, e * fghij  # a ... f, and e ... j
    more, less = left * g, d * right
    most, least = more * h, c * less
    bars = [b * least, a * least, ab * less, abc * right, abcd * fghij]
    bars += [abcde * ghij, left * hij, more * ij, most * j, most * i]
    return {"value": abcde * fghij, "x_bar": bars}
