"""The predictions of notebook 02."""

PREDICTIONS = ()
