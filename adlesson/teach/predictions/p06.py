"""The predictions of notebook 06."""

PREDICTIONS = ()
