"""The sweeps as people get them wrong, and which mistake gives a learner's number."""
