"""The small picture of a nudge: what the output did, and what the adjoint promised.

With this module you can

- draw the output against the nudge, beside the straight line of the promise (``nudge_curve``).

>>> nudge_curve([(-1, -0.5), (0, 0), (1, 0.7)], 0.6, "f against a nudge of x").count("<path")
3
"""

import html

from ..writing.numerals import finite

WIDE, HIGH, RIM = 180, 110, 8


def nudge_curve(curve, promised, label):
    """Return a small picture: the axes through where the output stands, the promise dashed, the curve drawn out."""
    points, slope = [(part, finite(move)) for part, move in curve], finite(promised)
    unit = max(abs(move) for move in [slope, *[move for _, move in points]] if move is not None) or 1
    points = [(part, move if move is None else move / unit) for part, move in points]
    slope = slope if slope is None else slope / unit
    heights = [move for _, move in points if move is not None] + ([slope, -slope] if slope is not None else [])
    top, bottom = max(heights), min(heights)
    scale = (HIGH - 2 * RIM) / ((top - bottom) or 1)

    def place(part, move):
        y = RIM + (top - move) * scale if top > bottom else HIGH / 2
        return f"{WIDE / 2 + part * (WIDE / 2 - RIM):.0f},{y:.1f}"

    zero = place(0, 0).partition(",")[2]
    parts = [f'<path class="ad-axis" d="M0,{zero}H{WIDE}M{WIDE / 2:g},0V{HIGH}"/>']
    if slope is not None:
        parts.append(f'<path class="ad-promise" d="M{place(-1, -slope)}L{place(1, slope)}"/>')
    pieces, pen = [], "M"
    for part, move in points:
        if move is not None:
            pieces.append(pen + place(part, move))
        pen = "M" if move is None else "L"
    parts.append(f'<path class="ad-curve" d="{"".join(pieces)}"/>')
    return (
        f'<svg class="ad-nudge" role="img" aria-label="{html.escape(label, quote=True)}" viewBox="0 0 {WIDE} {HIGH}">'
        f"{''.join(parts)}</svg>"
    )
