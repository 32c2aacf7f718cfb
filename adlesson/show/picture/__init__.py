"""Graphs drawn as SVG: where each box stands, how each arrow runs, what it looks like."""
