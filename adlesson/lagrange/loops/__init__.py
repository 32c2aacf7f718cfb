"""Programs that read their own result: the system, its solution, and one linear solve back."""
