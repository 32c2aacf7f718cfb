"""The predictions of notebook 09."""

PREDICTIONS = ()
