"""How numbers, letters and formulas are written."""
