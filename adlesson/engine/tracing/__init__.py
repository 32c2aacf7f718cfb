"""How a run of a function is watched: traced values, the tape they write on, and the names they get."""
