"""Reading a picture back: where its boxes are."""

import re

SVG = "{http://www.w3.org/2000/svg}"


def rims(tree):
    """Return ``(left, top, width, height)`` of the outer frame of each box of a picture."""
    found = []
    for box in tree.iterfind(f"{SVG}g[@data-i]"):
        left, top = map(float, re.findall(r"-?[\d.]+", box.get("transform")))
        x, y, width, height = (float(box.find(f"{SVG}rect").get(side, 0)) for side in ("x", "y", "width", "height"))
        found.append((left + x, top + y, width, height))
    return found
