"""The predictions of notebook 00."""

PREDICTIONS = ()
