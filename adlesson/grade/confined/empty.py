"""Where a submission runs, a package whose modules are elsewhere begins with this file, and has nothing in it."""
