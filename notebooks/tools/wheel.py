"""What a wheel brings beside the package: the sources of the notebooks, where the solutions of the exercises are.

``pyproject.toml`` names the class; an editable install finds the sources where they are.
"""

from pathlib import Path
from shutil import copyfile

from setuptools.command.build_py import build_py


class WithSources(build_py):
    """Copies ``notebooks/src`` to ``adlesson/teach/sources``."""

    def run(self):
        super().run()
        if not self.editable_mode:
            there = Path(self.build_lib, "adlesson", "teach", "sources")
            there.mkdir(parents=True, exist_ok=True)
            for source in sorted(Path("notebooks", "src").glob("*.py")):
                copyfile(source, there / source.name)
