"""The same list of instructions as algebra: the formula it stands for, and how large a formula gets."""
