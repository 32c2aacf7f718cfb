"""The predictions of notebook 05."""

PREDICTIONS = ()
