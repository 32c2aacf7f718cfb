"""The predictions of notebook 11."""

PREDICTIONS = ()
