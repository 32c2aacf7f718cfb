"""Graphs drawn as SVG: where each box stands, how each arrow runs, what it looks like.

Read ``boxes`` (what stands in one), ``svg`` (boxes and arrows as text, in the colours of ``colours.css``), then ``drawing``,
which is ``ad.draw``.  Behind them are ``layout`` (Graphviz), ``layered`` (where there is none), ``arrow_paths`` and
``heat`` (arrays as squares).  The others are pictures of their own: ``system_picture``, ``loop_picture``, ``saw_tooth``,
``area``, and ``contours`` of ``level_lines``.
"""
