"""What the stepper asks, which answers it knows, and what each wrong one says."""
