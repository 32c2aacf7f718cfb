"""No test touches the file in which you keep your own progress; this lies at the top for the package's doctests, too."""

import os

os.environ["ADLESSON_PROGRESS"] = "off"  # for every process that a test starts as well
