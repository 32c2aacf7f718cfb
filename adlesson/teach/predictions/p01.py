"""The predictions of notebook 01."""

PREDICTIONS = ()
