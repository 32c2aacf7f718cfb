"""The predictions of notebook 10."""

PREDICTIONS = ()
