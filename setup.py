"""What ``pyproject.toml`` cannot say: a wheel brings the sources of the notebooks along, where the solutions are."""

from pathlib import Path
from shutil import copyfile

from setuptools import setup
from setuptools.command.build_py import build_py


class WithSources(build_py):
    """Copies ``notebooks/src`` to ``adlesson/teach/sources``; an editable install finds them where they are."""

    def run(self):
        super().run()
        if not self.editable_mode:
            there = Path(self.build_lib, "adlesson", "teach", "sources")
            there.mkdir(parents=True, exist_ok=True)
            for source in sorted(Path("notebooks", "src").glob("*.py")):
                copyfile(source, there / source.name)


setup(cmdclass={"build_py": WithSources})
