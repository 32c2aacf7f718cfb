"""The predictions of notebook 08."""

PREDICTIONS = ()
