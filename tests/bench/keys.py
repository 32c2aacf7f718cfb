"""A key in a picture of 200 boxes: how long the page works, and how long until it is painted.

With this module you can see what a learner feels who steps through a long program, in Chromium, without a kernel.
"""

import math
import os
import shutil

import adlesson as ad

from .timing import goal

TITLE = "A key pressed in a stepper of 200 boxes, in Chromium"
PRESS = """async (root, count) => {
    const waited = [];
    for (let k = 0; k < count; k++) {
        const begun = performance.now();
        root.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));  // painted
        waited.push(performance.now() - begun);
    }
    return waited.sort((u, v) => u - v)[count >> 1];
}"""


def html(boxes):
    """Return a page with a stepper of so many boxes."""

    def chain(x):
        for _ in range(boxes - 1):
            x = ad.sin(x)
        return x

    shown, _ = ad.Stepper(ad.trace(chain, x=0.5))._repr_mimebundle_()
    return f"<!doctype html><main>{shown['text/html']}</main>"


def pressed(boxes, count):
    """Return the milliseconds of the page's processor per key, and the median until it is painted; NaN without Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return math.nan, math.nan
    chromium = os.environ.get("ADLESSON_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        return math.nan, math.nan
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_content(html(boxes))
        root = page.locator(".ad-stepper")
        root.wait_for()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

        def worked():
            metrics = devtools.send("Performance.getMetrics")["metrics"]
            return next(row["value"] for row in metrics if row["name"] == "TaskDuration")

        root.evaluate(PRESS, 10)
        begun = worked()
        wall = root.evaluate(PRESS, count)
        spent = worked() - begun
        browser.close()
    return 1000 * spent / count, wall


def run(clock, tiny):
    """Return no rows, and the goals."""
    cpu, wall = (math.nan, math.nan) if tiny else pressed(200, 100)  # tests/browser has tests of it
    return [], [
        goal("milliseconds of the processor", cpu, at_most=5),
        goal("milliseconds until it is painted, median", wall, at_most=round(1000 / 60, 1)),
    ]
