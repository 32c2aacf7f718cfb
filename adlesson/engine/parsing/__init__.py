"""A formula in text, read without ever running it."""
