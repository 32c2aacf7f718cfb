"""What a derivative costs.

Read ``counting`` (operations), ``memory`` (values kept for the way back), ``checkpoint`` with ``checkpoint_plans`` (little
memory, and steps run again), ``schedules`` (orders of payment, good and bad).
"""
