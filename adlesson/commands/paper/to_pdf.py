"""A page as a PDF, where there is a Chromium to make it.

With this module you can

- find one (``chromium``), and have it print a page (``to_pdf``).

The pages of the PDF are as wide as A4 and as high as Letter: they come out at full size on both.
"""

import os
import shutil
import subprocess

NAMES = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"
PLACES = (  # where they are on macOS and Windows, which do not have them among their commands
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PAPER = "<style>@page { size: 210mm 279mm; }</style></head>"
SECONDS = 120, 0.1  # to wait, and for each problem


def chromium():
    """Return the path of a Chromium, Chrome or Edge; None if there is none."""
    there = (shutil.which(name) for name in (*NAMES, *PLACES))
    return next(filter(None, there), None)


def to_pdf(browser, page, count):
    """Print a page of HTML, of so many problems, to a PDF beside it; return whether there is one now."""
    made, room = page.with_suffix(".pdf"), page.parent / "browser"
    room.mkdir(exist_ok=True)
    sized = room / page.name
    sized.write_text(page.read_text("utf-8").replace("</head>", PAPER, 1), "utf-8")
    command = [browser, "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={room / 'profile'}"]
    command += ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # with which root cannot start it
    command += ["--no-pdf-header-footer", f"--print-to-pdf={made}", sized.resolve().as_uri()]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS[0] + SECONDS[1] * count, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        made.unlink(missing_ok=True)
    return made.exists()
