"""Does a tag name the version of the package?  ``python .ci/tagged.py v1.2.3`` fails if not."""

import sys
import tomllib
from pathlib import Path

version = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))["project"]["version"]
if sys.argv[1:] != [f"v{version}"]:
    sys.exit(f"the tag is {' '.join(sys.argv[1:])}, and pyproject.toml says version {version}: they must agree")
