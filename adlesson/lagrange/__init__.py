"""The same list as constraints: what is gained when every assignment is read as an equation."""
