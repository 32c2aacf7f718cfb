"""The predictions of notebook 04."""

PREDICTIONS = ()
