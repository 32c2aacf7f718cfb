"""What is said and shown at each step of a sweep."""
