"""The predictions of notebook 12."""

PREDICTIONS = ()
