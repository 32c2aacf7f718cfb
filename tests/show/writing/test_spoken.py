"""What a voice says in place of signs."""

import pytest

from adlesson.show.writing.spoken import spoken


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ā = 9 + 6", "the adjoint of a equals 9 plus 6"),
        ("ẋ = 1, and loss_dot = 2", "the tangent of x equals 1, and the tangent of loss equals 2"),
        ("λ_c = −0.5", "lambda of c equals minus 0.5"),
        ("λ_x[1] − 2·λ_f", "lambda of x[1] minus 2 times lambda of f"),
        ("∂L/∂x_in", "the derivative of L by x"),
        ("(−2) × 3", "minus 2 times 3"),
        ("log(−2) = NaN", "log(minus 2) equals NaN"),
        ("(−1.5·10⁻⁹) + a² + b³ − 2⁵", "minus 1.5 times 10 to the minus 9 plus a squared plus b cubed minus 2 to the 5"),
        ("0 … 47, Wᵀ @ z2_bar", "0 to 47, W transposed at the adjoint of z2"),
        ("h = where([A >= 0.5], A, z1)", "h equals where([A at least 0.5], A, z1)"),
        ("1 × (−∞) = −∞", "1 times minus infinity equals minus infinity"),
        ("b sends a its share.", "b sends a its share."),
        ("x́ stays", "x́ stays"),
    ],
)
def test_each_sign_has_its_words(text, words):
    """And what has none stays as it is."""
    assert spoken(text) == words
