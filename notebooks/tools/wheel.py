"""What a wheel brings beside the package: the notebooks, and their sources, where the solutions of the exercises are.

``pyproject.toml`` names the class; an editable install finds both where they are.
"""

from pathlib import Path
from shutil import copyfile

from setuptools.command.build_py import build_py

NOTEBOOKS = Path("notebooks")
BROUGHT = "*.ipynb", "TUTOR.md", "images/*", "src/*.py"


class WithNotebooks(build_py):
    """Copies them to ``adlesson/notebooks``."""

    def run(self):
        super().run()
        if not self.editable_mode:
            for path in sorted(path for pattern in BROUGHT for path in NOTEBOOKS.glob(pattern)):
                copy = Path(self.build_lib, "adlesson", path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copyfile(path, copy)
