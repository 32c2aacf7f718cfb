"""As much of ``torch.nn`` as the tests need."""

from . import functional  # noqa: F401
