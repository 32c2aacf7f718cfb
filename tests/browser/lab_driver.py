"""JupyterLab in Chromium, for tests.

With this module you can

- start a server that knows nothing of your own settings (``Lab``);
- open a notebook in it and wait until its kernel really answers (``Notebook``);
- run its cells, read their outputs, change the theme, take a screenshot;
- see what the page asked the network for, what it complained about and what it told the kernel.

Two rules keep the tests right on a busy machine.  They wait for a state, never for a time, and every wait has the same
limit, ``PATIENCE``.  And they judge what is ours: JupyterLab talks to the kernel on its own account too, whenever it
likes, and complains when a restart interrupts it.  ``OURS`` are the messages that a widget or a cell can send; all others
(of the debugger, the inspector, the completer) and those of the comm by which JupyterLab looks for widgets are its own.

``conftest.py`` beside this file hands both out as fixtures.
"""

import json
import os
import re
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
from playwright.sync_api import Error, expect

PATIENCE = 60_000  # milliseconds: a busy machine is not a wrong result
expect.set_options(timeout=PATIENCE)
OURS = {"comm_open", "comm_msg", "comm_close", "execute_request"}  # what a widget sends, and a cell that is run
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
FORGET = """
    for (const key of Object.keys(localStorage)) if (key.startsWith("adlesson")) localStorage.removeItem(key);
    window[Symbol.for("adlesson progress")]?.channel?.close();
    for (const key of Object.getOwnPropertySymbols(window)) if (key.description.startsWith("adlesson")) delete window[key];
"""
CLOSE = """async () => {
    await window.jupyterapp.restored;  // whose page was just loaded anew opens its notebooks again
    const open = [...window.jupyterapp.shell.widgets("main")].filter((one) => one.sessionContext);
    for (const panel of open) {
        await panel.sessionContext.shutdown();
        panel.dispose();  // without the question whether to save
    }
}"""


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
        command += ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"]
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

    def _wait_until_up(self, runtime):
        """Return the server's address without the slash at its end, once it answers."""
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError, ValueError):  # no file yet, half a file, no answer yet
                port = json.loads(next(runtime.glob("jpserver-*.json"), Path()).read_text())["port"]
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={self.token}", timeout=5).close()
                return f"http://127.0.0.1:{port}"
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-4000:]}")

    def address(self, name, front_end="lab/tree"):
        """Return the address that opens this notebook in a fresh workspace; ``"notebooks"`` is Notebook 7."""
        return f"{self.url}/{front_end}/{urllib.parse.quote(name)}?token={self.token}&reset"

    def add(self, name, *sources):
        """Write a notebook of these code cells beside the lesson's own; return its name."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.root / name)
        return name

    def begin_kernels_with(self, source):
        """Let each kernel begin with this code; return the path of the file, which ends that when it is removed."""
        path = self.home / "ipythondir" / "profile_default" / "startup" / "begin.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
        return path

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
    """One notebook, open in JupyterLab, with a kernel of its own that is ready.

    To load JupyterLab takes longer than all that most tests do in it.  So ``desk`` is a list of pages in which JupyterLab
    is loaded and no notebook is open: one of them is used if there is one, and ``close()`` puts the page there again.
    What an earlier test has answered is forgotten; with ``fresh=True`` JupyterLab is loaded anew, too.

    ``page``      playwright's ``Page``, for everything that is not here
    ``errors``    console errors and uncaught exceptions so far, but for what a restart cancels that is not ours
    ``leaks``     addresses outside 127.0.0.1 that the page asked for
    ``messages``  types of the messages of ours that the page sent to the kernel, in order
    """

    def __init__(self, browser, lab, name, desk, theme="light", width=1400, height=1000, fresh=False, front_end="lab/tree"):
        self.errors, self.leaks, self.messages = [], [], []
        self._looking = set()  # the comms by which JupyterLab looks for widgets
        self._desk = desk if front_end == "lab/tree" else None  # a page of Notebook 7 is closed
        self.page = page = self._desk.pop() if self._desk else new_page(browser)
        if page.url != "about:blank":
            page.evaluate(f"() => {{ {FORGET} }}")
            page.evaluate(CLOSE)  # what has come since it was closed
            if fresh:
                page.goto("about:blank")
        self._heard = {
            "console": lambda message: self._note_error(message.text) if message.type == "error" else None,
            "pageerror": lambda error: self._note_error(str(error)),
            "request": lambda request: self._note_address(request.url),
            "websocket": self._note_websocket,
        }
        for event, listener in self._heard.items():
            page.on(event, listener)
        lab.restore(name)
        try:
            page.set_viewport_size({"width": width, "height": height})
            page.mouse.move(0, 0)
            if page.url == "about:blank":
                page.goto(lab.address(name, front_end))
            else:  # as a page that has just been loaded shows it
                self.evaluate(
                    "app.shell.expandLeft(); await app.commands.execute('docmanager:open', argument)", {"path": name}
                )
            page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell").first.wait_for()
            self.wait_for_kernel()
            self.theme(theme)
        except Exception:
            shoot(page, "failed-to-open")
            self.close(leave=True)
            raise

    def _note_address(self, address):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.leaks.append(address)

    def _note_error(self, text):
        cancelled = re.search(r"Canceled future for (\w+) message before replies were done", text)
        if not cancelled or cancelled[1] in OURS:
            self.errors.append(text)

    def _note_websocket(self, socket):
        self._note_address(socket.url)
        if socket.url.split("?")[0].endswith("/channels"):
            socket.on("framesent", self._note_message)

    def _note_message(self, frame):
        kind, content = message(frame)
        if content.get("target_name") == "jupyter.widget.control":
            self._looking.add(content.get("comm_id"))
        if kind in OURS and content.get("comm_id") not in self._looking:
            self.messages.append(kind)

    def evaluate(self, body, argument=None):
        """Run the body of an async JavaScript function of ``app``, ``panel``, ``cells`` and ``argument``."""
        head = "const app = window.jupyterapp, panel = app.shell.currentWidget, cells = panel?.content?.widgets;"
        return self.page.evaluate(f"async (argument) => {{ {head} {body} }}", argument)

    def wait_for_kernel(self):
        """Wait until the kernel has answered and is idle.

        The status that the toolbar shows will not do: it says idle before there is a kernel, and what is run then is lost.
        """
        self.page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext")
        status = self.evaluate(
            """
            await panel.revealed; await panel.context.ready; await panel.sessionContext.ready;
            const kernel = panel.sessionContext.session?.kernel;
            if (!kernel) return "no kernel";
            await kernel.info;
            const ready = () => kernel.status === "idle" && kernel.connectionStatus === "connected";
            for (let tries = 0; !ready() && tries < argument; tries++) await new Promise(done => setTimeout(done, 50));
            return `${kernel.status}, ${kernel.connectionStatus}`;
        """,
            PATIENCE // 50,
        )
        assert status == "idle, connected", f"the kernel is {status}"

    def wait_for_saved_widgets(self):
        """Wait until JupyterLab has read the saved widgets; draw the outputs again that it drew without theirs.

        JupyterLab (jupyterlab_widgets 3.0.17, ``get_model``) looks for a widget ten times a second for two seconds and
        then gives up without a last look.  If the widget comes just then, as on a busy machine it may, "model not found"
        stays on the page although the model is there.  A widget that was not saved, or that fails, is left as it is.
        """
        given_up = self.evaluate(
            """
            const type = "application/vnd.jupyter.widget-view+json";
            const manager = await panel.content.rendermime.createRenderer(type)._manager.promise;
            const views = () => [...panel.node.querySelectorAll(".jp-OutputArea-output")];
            const done = () => manager.restoredStatus && views().every(view => view.textContent !== "Loading widget...");
            for (let tries = 0; !done() && tries < argument; tries++) await new Promise(done => setTimeout(done, 50));
            const there = ({ data }) => !data?.[type] || manager.has_model(data[type].model_id);
            const found = cells.filter(({ model, node }) => model.type === "code" && model.outputs.toJSON().every(there)
                && node.textContent.includes("Error displaying widget: model not found"));
            for (const { model } of found) model.outputs.fromJSON(model.outputs.toJSON());
            return found.length;
        """,
            PATIENCE // 50,
        )
        for _ in range(given_up):
            self.errors.remove(next(error for error in self.errors if "widget model not found" in error))

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

    def end_kernel(self):
        """Save, end the kernel, and wait until the server knows of it: a page loaded sooner would meet the old one again."""
        self.evaluate(
            """
            await panel.context.save();
            await panel.sessionContext.shutdown();
            const { sessions } = app.serviceManager, mine = ({ path }) => path === panel.context.path;
            do await sessions.refreshRunning(); while ([...sessions.running()].some(mine));
            """
        )

    @contextmanager
    def telling_kernel(self, latest=300):
        """Yield a list that holds, after the block, the types of our messages that the page sent to the kernel in it.

        Before and after, what is under way is waited for: a widget sends at most ``latest`` milliseconds after an event.
        """
        self._wait_until_told(latest)
        before, sent = len(self.messages), []
        yield sent
        self._wait_until_told(latest)
        sent += self.messages[before:]

    def _wait_until_told(self, latest):
        """Wait until the page has sent all that it is going to send, and the kernel has answered."""
        # by the page's own clock, in which a timer that is set later for longer goes off later, however busy the machine
        self.evaluate("await new Promise(done => setTimeout(done, argument))", latest + 50)
        self.wait_for_kernel()
        self.evaluate("await panel.sessionContext.session.kernel.requestKernelInfo()")  # it is answered in its turn

    def shoot(self, name):
        """Save what is on the screen as ``screenshots/<name>.png``; return its path."""
        return shoot(self.page, name)

    def reload(self):
        """Load the page anew, for this test alone: JupyterLab opens what it had when it likes, and in front."""
        self._desk = None
        self.page.reload()

    def close(self, leave=False):
        """End the kernels and close all notebooks; with ``leave``, the page too, since nobody knows what state it is in."""
        if self.page is None:
            return
        page, self.page = self.page, None
        try:
            page.evaluate(CLOSE)
        except Error:  # as after a test that closed the page; the server ends what is left
            leave = True
        for event, listener in self._heard.items():
            page.remove_listener(event, listener)
        if leave or self._desk is None:
            page.context.close()
        else:
            self._desk.append(page)


def new_page(browser, **options):
    """Return a page in a browser context of its own, with these options, that has patience."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def repainted(page):
    """Wait until the page has painted what it has now: the stepper scrolls and measures just before that."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def shoot(page, name):
    """Save what a page shows as ``screenshots/<name>.png``; return its path."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path)
    return path


def message(frame):
    """Return the type and the content of a message on its way to the kernel, from its websocket frame.

    A text frame is JSON.  A binary one starts with the number of offsets and the offsets, each eight bytes, the smallest
    first; the header lies between the second and the third, the content between the fifth and the sixth (jupyter_server,
    "websocket protocols").

    >>> message('{"header": {"msg_type": "execute_request"}, "content": {"code": "7 * 6"}}')
    ('execute_request', {'code': '7 * 6'})
    """
    if isinstance(frame, str):
        whole = json.loads(frame)
        return whole["header"]["msg_type"], whole["content"]
    count = struct.unpack_from("<Q", frame)[0]
    offsets = struct.unpack_from(f"<{count}Q", frame, 8)
    header, content = (json.loads(frame[offsets[k] : offsets[k + 1]]) for k in (1, 4))
    return header["msg_type"], content
