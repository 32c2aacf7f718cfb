"""The predictions of notebook 03."""

PREDICTIONS = ()
