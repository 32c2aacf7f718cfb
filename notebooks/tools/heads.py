"""What the build puts below the title of each notebook: a small picture, and, if it has homes, a line that leads there.

With this module you can

- put both into the text of a notebook's first cell (``with_head``), and below it a list of its sections (``contents``),
  which says how to run it, too, where it has no home yet.

The pictures are ``notebooks/images/head_*.svg``, drawn by ``pictures.py``; here stands what they show, for readers who do
not see them.
"""

from addresses import HERE, line, links

EDITION = "Of November 2026."  # when the text of the course was last gone through as a whole

PICTURES = {
    "00": "Two knobs, x and y, lead into a program of three lines; a needle shows its result, f.",
    "01": "Measured points along a peak, and a bell-shaped curve through them.",
    "02": "Bars for programs of one line to seven: each is about twice as high as the one before.",
    "03": "x leads into a = sin(x), a and y into f = a·y.",
    "04": "Six lines, computed from x. The dot of x is 1; the places for the others are empty.",
    "05": "x leads into a = 2x and b = x + 4, both into f = a·b. The bar of f is 1; the places for the others are empty.",
    "05b": "w, x and b lead step by step into a loss; the fourth input, spare, leads nowhere.",
    "06": "A pair of scales: time on one side, memory on the other.",
    "07": "Five equations as boxes. All variables are 1, and in each box is a place for a gap.",
    "08": "Five equations as boxes, with their values, and in each box an empty place for a multiplier.",
    "09": "A dashed arrow leads from an output of a small graph back to its input.",
    "10": "A valley seen from above: stairs and a curve, two ways down to its lowest point.",
    "10b": "Two layers of dots, drawn apart: between them the lines are cut.",
    "11": "X0 leads through A1, X1 and A2 to X2: two layers, one after the other.",
    "12": "X0, X1, X2 and X3, one after the other; each but the first reads W, too.",
    "13": "Arrows lead from dots on the left to one dot on the right; the arrow in the middle is broken.",
    "14": "Five bricks, one on the other: input, input, and three that are empty; the place of a sixth is dashed.",
    "15": "Two boxes, a and its reader b, each with a value and an adjoint. Their arrow has a slope; a share goes back.",
}


def head(table, name):
    """Return the picture of the notebook whose file has this name, without its ending, and the line of its homes."""
    number = name.partition("_")[0]
    picture = f"![{PICTURES[number]}](images/head_{number}.svg)"
    return f"{picture}\n\n{line(table, name)}" if links(table, name) else picture


def with_head(text, table, name, sections=()):
    """Return the text of a first cell with the head below its title, and the contents at its end."""
    title, _, rest = text.partition("\n\n")
    return f"{title}\n\n{head(table, name)}\n\n{rest}{contents(sections, '' if links(table, name) else HERE)}"


def contents(sections, run=""):
    """Return the headings of a notebook as a list of links that opens on a click, with how to run it and the text's date."""
    rows = "\n".join(f"* [{section}](#{section.replace(' ', '-')})" for section in sections)
    inside = "\n\n".join(part for part in (rows, run, EDITION) if part)
    return f"\n\n<details><summary>Contents</summary>\n\n{inside}\n\n</details>" if rows else ""
