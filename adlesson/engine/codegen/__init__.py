"""A program as Python source: its numbers and names, its right-hand sides, its lines, and the compiled function."""
