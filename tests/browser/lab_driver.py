"""JupyterLab in Chromium, for tests.

With this module you can

- start a server that knows nothing of your own settings (``Lab``);
- open a notebook in it and wait until its kernel really answers (``Notebook``);
- run its cells, read their outputs, change the theme, take a screenshot;
- see what the page asked the network for, what it complained about and what it told the kernel.

``conftest.py`` beside this file hands both out as fixtures.
"""

import json
import os
import secrets
import shutil
import signal
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat

SCREENSHOTS = Path(__file__).with_name("screenshots")
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # the pages are our own, and root has no sandbox
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # what does leave the machine fails at once
]


class Lab:
    """A JupyterLab server on 127.0.0.1 whose root is a copy of ``notebooks``; ``stop()`` ends it."""

    def __init__(self, notebooks, home):
        self.notebooks, self.home, self.root = notebooks, home, home / "notebooks"
        self.token = secrets.token_hex(16)
        ignore = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(notebooks, self.root, ignore=ignore) if notebooks.is_dir() else self.root.mkdir()
        config = home / "config"
        (config / "labconfig").mkdir(parents=True)
        (config / "labconfig" / "page_config.json").write_text(
            json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}})
        )
        places = {"HOME": home, "JUPYTER_CONFIG_DIR": config}
        for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            places[name] = home / name.lower()
        # neither the caller's Jupyter settings nor a JPY_PARENT_PID may reach the server
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "IPYTHON"))}
        self.log = home / "server.log"
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"]
        command += [f"--ServerApp.root_dir={self.root}", f"--IdentityProvider.token={self.token}"]
        command += ["--LabApp.expose_app_in_browser=True"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                env=kept | {name: str(place) for name, place in places.items()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.url = self._wait_until_up(places["JUPYTER_RUNTIME_DIR"])
        except BaseException:
            self.stop()
            raise

    def _wait_until_up(self, runtime, seconds=60):
        """Return the server's address without the slash at its end, once it answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError, ValueError):  # no file yet, half a file, no answer yet
                port = json.loads(next(runtime.glob("jpserver-*.json"), Path()).read_text())["port"]
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={self.token}", timeout=5).close()
                return f"http://127.0.0.1:{port}"
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-4000:]}")

    def address(self, name):
        """Return the address that opens this notebook in a fresh workspace."""
        return f"{self.url}/lab/tree/{urllib.parse.quote(name)}?token={self.token}&reset"

    def add(self, name, *sources):
        """Write a notebook of these code cells beside the lesson's own; return its name."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.root / name)
        return name

    def restore(self, name):
        """Make this notebook what it is in the checkout, whatever an earlier test saved."""
        if (self.notebooks / name).is_file():
            shutil.copyfile(self.notebooks / name, self.root / name)

    def stop(self):
        """End the server, which ends its kernels; whatever is left of its process group is killed."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        with suppress(ProcessLookupError, AttributeError):  # nothing left; Windows, which has no killpg
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(15)


class Notebook:
    """One notebook, open in its own browser context, its kernel ready.

    ``page``      playwright's ``Page``, for everything that is not here
    ``errors``    console errors and uncaught exceptions so far
    ``leaks``     addresses outside 127.0.0.1 that the page asked for
    ``messages``  types of the messages the page sent to the kernel, in order
    """

    def __init__(self, browser, lab, name, theme="light", width=1400, height=1000):
        self.errors, self.leaks, self.messages = [], [], []
        self._context = browser.new_context(viewport={"width": width, "height": height})
        self.page = page = self._context.new_page()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note_address(request.url))
        page.on("websocket", self._note_websocket)
        lab.restore(name)
        try:
            page.goto(lab.address(name))
            page.locator(".jp-NotebookPanel .jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
            self.wait_for_kernel()
            self.theme(theme)
        except Exception:
            shoot(page, "failed-to-open")
            self._context.close()
            raise

    def _note_address(self, address):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.leaks.append(address)

    def _note_websocket(self, socket):
        self._note_address(socket.url)
        if socket.url.split("?")[0].endswith("/channels"):
            socket.on("framesent", lambda frame: self.messages.append(message_type(frame)))

    def evaluate(self, body, argument=None):
        """Run the body of an async JavaScript function of ``app``, ``panel``, ``cells`` and ``argument``."""
        head = "const app = window.jupyterapp, panel = app.shell.currentWidget, cells = panel?.content?.widgets;"
        return self.page.evaluate(f"async (argument) => {{ {head} {body} }}", argument)

    def wait_for_kernel(self):
        """Wait until the kernel has answered and is idle.

        The status that the toolbar shows will not do: it says idle before there is a kernel, and what is run then is lost.
        """
        self.page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext", timeout=60_000)
        status = self.evaluate("""
            await panel.revealed; await panel.context.ready; await panel.sessionContext.ready;
            const kernel = panel.sessionContext.session?.kernel;
            if (!kernel) return "no kernel";
            await kernel.info;
            const ready = () => kernel.status === "idle" && kernel.connectionStatus === "connected";
            for (let tries = 0; !ready() && tries < 1200; tries++) await new Promise(done => setTimeout(done, 50));
            return `${kernel.status}, ${kernel.connectionStatus}`;
        """)
        assert status == "idle, connected", f"the kernel is {status}"

    def run(self, first=None):
        """Run all cells, or the ``first`` so many (Markdown cells count); fail if a cell raised or did not run."""
        if first is None:
            self.evaluate("await app.commands.execute('notebook:run-all-cells')")
        for index in range(first or 0):
            self.evaluate("panel.content.activeCellIndex = argument; await app.commands.execute('notebook:run-cell')", index)
        self.wait_for_kernel()
        raised = [output["evalue"] for output in self.outputs() if output["output_type"] == "error"]
        assert not raised, f"a cell raised: {raised[0]}"
        not_run = self.evaluate(
            """
            return cells.slice(0, argument ?? cells.length).filter(({model}) =>
                model.type === "code" && model.sharedModel.source.trim() && model.executionCount === null
            ).map(({model}) => model.sharedModel.source)""",
            first,
        )
        assert not not_run, f"a cell did not run: {not_run[0]!r}"

    def index(self, text):
        """Return the number (from 0) of the first cell whose source contains this text."""
        found = self.evaluate("return cells.findIndex(({model}) => model.sharedModel.source.includes(argument))", text)
        assert found >= 0, f"no cell contains {text!r}"
        return found

    def cell(self, where):
        """Scroll to a cell, given by number (from 0) or by a piece of its source; return its ``Locator``."""
        index = where if isinstance(where, int) else self.index(where)
        self.evaluate("await panel.content.scrollToItem(argument)", index)
        return self.page.locator(f'.jp-NotebookPanel:visible .jp-Cell[data-windowed-list-index="{index}"]')

    def outputs(self, where=None):
        """Return the outputs of one cell, or of all, as the notebook format has them."""
        index = self.index(where) if isinstance(where, str) else where
        return self.evaluate(
            """
            const chosen = argument === null ? cells : [cells[argument]];
            return chosen.flatMap(({model}) => model.type === "code" ? model.outputs.toJSON() : []);
        """,
            index,
        )

    def theme(self, name):
        """Change JupyterLab's theme: ``"light"``, ``"dark"`` or ``"high contrast"``."""
        label = {"light": "JupyterLab Light", "dark": "JupyterLab Dark", "high contrast": "JupyterLab Dark High Contrast"}[
            name
        ]
        self.evaluate("await app.commands.execute('apputils:change-theme', {theme: argument})", label)
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=label)

    @contextmanager
    def telling_kernel(self, settle=300):
        """Yield a list that holds, after the block, the types of the messages that the page sent to the kernel in it.

        ``settle`` milliseconds are waited before and after, for what was still under way.
        """
        self.page.wait_for_timeout(settle)
        before, sent = len(self.messages), []
        yield sent
        self.page.wait_for_timeout(settle)
        sent += self.messages[before:]

    def shoot(self, name):
        """Save what is on the screen as ``screenshots/<name>.png``; return its path."""
        return shoot(self.page, name)

    def close(self):
        """End the kernel and close the page."""
        with suppress(Exception):  # the page may be in any state; the server ends what is left
            self.evaluate("await panel.sessionContext.shutdown()")
        self._context.close()


def shoot(page, name):
    """Save what a page shows as ``screenshots/<name>.png``; return its path."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path)
    return path


def message_type(frame):
    """Return the type of a message on its way to the kernel, from its websocket frame.

    A text frame is JSON.  A binary one starts with the number of offsets and the offsets, each eight bytes,
    the smallest first; the header lies between the second and the third (jupyter_server, "websocket protocols").

    >>> message_type('{"header": {"msg_type": "execute_request"}}')
    'execute_request'
    """
    if isinstance(frame, str):
        return json.loads(frame)["header"]["msg_type"]
    count = struct.unpack_from("<Q", frame)[0]
    offsets = struct.unpack_from(f"<{count}Q", frame, 8)
    return json.loads(frame[offsets[1] : offsets[2]])["msg_type"]
