"""A process for a submission, from which nothing of the machine can be seen or changed.

Read ``contents`` (what there is to see), ``limits`` (how much it may use), ``inside`` (what runs there), ``ways`` (how it is
confined) and ``box`` (one such process, and what is said to it).
"""

from .ways import WARNINGS, NoSandboxError, chosen

__all__ = ["WARNINGS", "NoSandboxError", "chosen"]
