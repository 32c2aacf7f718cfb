"""A formula in text, read without ever running it: ``grammar`` (what is accepted), then ``parse`` (a program of it)."""
