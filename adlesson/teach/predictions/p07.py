"""The predictions of notebook 07."""

PREDICTIONS = ()
