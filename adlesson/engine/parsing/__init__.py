"""A formula in text, read without ever running it.

Read ``pasted`` (how it may be written), ``grammar`` (what is accepted), then ``parse`` (a program of it).
"""
