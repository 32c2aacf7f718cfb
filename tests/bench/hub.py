"""Ten learners at once on one Jupyter server: how much memory each needs, and how long the slowest answer takes.

    PYTHONPATH=tests python -m bench.hub                       notebook 00 in ten kernels
    PYTHONPATH=tests python -m bench.hub --kernels 2 12        notebook 12 in two

Each kernel runs all cells of the notebook, all at the same time.  Then each has one ``explore`` of its own, and all are
asked for new formulas at the same time, as often as ``--rounds`` says; the time is from the question to the answer's
arrival, through the server.  A step needs no answer: it is made in the browser.

RSS is what a kernel holds in all; PSS counts what kernels share, such as libraries, only once (Linux).
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

import nbformat
import psutil
from tornado.websocket import websocket_connect

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
EXPLORE = "import adlesson as ad, os\nw = ad.explore('x*y + sin(x)', x=2, y=3)\nprint(os.getpid(), w.model_id)"
FORMULAS = ("exp(x*y)", "x*y + sin(x)", "tanh(x) + y^2", "log(x)*y - x/y", "sin(x*y)*x + y")
PATIENCE = 120  # seconds


@contextlib.contextmanager
def server(home):
    """Start a Jupyter server that knows nothing of your own settings; yield its address, its token and its process."""
    token, runtime = secrets.token_hex(16), home / "runtime"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "IPYTHON"))}
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    places |= {"ADLESSON_PROGRESS": "progress.jsonl", "MPLCONFIGDIR": "mpl"}
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"]
    command += [f"--ServerApp.root_dir={home}", f"--IdentityProvider.token={token}"]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            env=kept | {name: str(home / place) for name, place in places.items()},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield address(runtime, process, home / "log"), token, process
    finally:
        process.terminate()
        process.wait(30)


def address(runtime, process, log):
    """Return the server's address once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            return f"127.0.0.1:{json.loads(next(runtime.glob('jpserver-*.json'), Path()).read_text())['port']}"
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")


class Kernel:
    """A kernel of the server, spoken to as a page does."""

    @classmethod
    async def start(cls, place, token):
        """Start a kernel on the server at ``place``."""
        asked = urllib.request.Request(f"http://{place}/api/kernels?token={token}", b"{}", method="POST")
        with await asyncio.to_thread(urllib.request.urlopen, asked) as answer:
            identity = json.load(answer)["id"]
        self = cls()
        where = f"ws://{place}/api/kernels/{identity}/channels?token={token}"
        self._socket = await websocket_connect(where, max_message_size=1 << 28)
        self.pid, self.model, self.asked = None, None, 0
        return self

    async def _send(self, kind, content):
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "username": "",
            "session": "bench",
            "date": "",
            "version": "5.3",
        }
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
        await self._socket.write_message(json.dumps(message))
        return header["msg_id"]

    async def _until(self, wanted):
        """Read on until a message is wanted; return what ``wanted`` returns for it."""
        while True:
            text = await asyncio.wait_for(self._socket.read_message(), PATIENCE)
            if isinstance(text, str) and (found := wanted(json.loads(text))):
                return found

    async def run(self, code):
        """Run code; return what it printed."""
        printed, left = [], {"execute_reply", "idle"}  # which come on two channels, in either order
        own = await self._send(
            "execute_request", {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        )

        def done(message):
            if message["parent_header"].get("msg_id") != own:
                return False
            if message["msg_type"] == "error":
                raise RuntimeError(message["content"]["evalue"])
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])
            left.discard(message["msg_type"])
            left.discard(message["content"].get("execution_state"))
            return not left

        await self._until(done)
        return "".join(printed)

    async def explore(self):
        """Make the widget that is asked."""
        pid, self.model = (await self.run(EXPLORE)).split()[-2:]
        self.pid = int(pid)

    async def answer(self, formula):
        """Ask for a new formula; return how many seconds the answer took."""
        self.asked += 1
        left, state = {"data", "answered"}, {"text": formula, "asked": self.asked}
        began = time.perf_counter()
        update = {"method": "update", "state": state, "buffer_paths": []}
        await self._send("comm_msg", {"comm_id": self.model, "data": update})

        def answered(message):
            content = message["content"]
            if message["msg_type"] == "comm_msg" and content["comm_id"] == self.model:
                told = content["data"].get("state", {})
                if told.get("error"):
                    raise RuntimeError(told["error"])
                left.difference_update(told)
            return not left

        await self._until(answered)
        return time.perf_counter() - began


async def measured(place, token, cells, kernels, rounds):
    """Return the kernels, how many seconds it took until all had run the cells, and the seconds of each answer."""
    all_kernels = await asyncio.gather(*(Kernel.start(place, token) for _ in range(kernels)))

    async def learn(kernel):
        for code in cells:
            await kernel.run(code)
        await kernel.explore()

    began = time.perf_counter()
    await asyncio.gather(*map(learn, all_kernels))
    ran, answers = time.perf_counter() - began, []
    for k in range(rounds):
        formula = FORMULAS[k % len(FORMULAS)]
        answers += await asyncio.gather(*(kernel.answer(f"{formula} + {k}") for kernel in all_kernels))
    return all_kernels, ran, answers


def memory(pid):
    """Return what a process holds: (RSS, PSS) in MB; PSS is None where the system does not tell it."""
    info = psutil.Process(pid).memory_full_info()
    return info.rss / 1e6, getattr(info, "pss", None) and info.pss / 1e6


def report(name, pids, server_pid, ran, answers):
    """Return the figures as text."""
    held, own = [memory(pid) for pid in pids], memory(server_pid)
    rows = [f"{name}, run to its end in {len(pids)} kernels at once on {os.cpu_count()} cores: {ran:.0f} s"]
    for label, k in (("RSS", 0), ("PSS", 1)):
        if (found := [one[k] for one in held])[0] is not None:
            rows.append(
                f"a kernel's {label}: {statistics.median(found):.0f} MB (most {max(found):.0f}), all: {sum(found):.0f} MB; "
                f"the server's: {own[k]:.0f} MB"
            )
    rows.append(
        f"an answer of explore, all asking at once, {len(answers)} answers: "
        f"{statistics.median(answers) * 1e3:.0f} ms, slowest {max(answers) * 1e3:.0f} ms"
    )
    return "\n".join(rows)


def main():
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.hub", description=__doc__.partition("\n")[0])
    parser.add_argument("notebook", nargs="?", default="00", help="its number (00)")
    parser.add_argument("--kernels", type=int, default=10, help="how many at once (10)")
    parser.add_argument("--rounds", type=int, default=20, help="how often each is asked (20)")
    asked = parser.parse_args()
    found = [*NOTEBOOKS.glob(f"{asked.notebook}_*.ipynb")]
    if len(found) != 1:
        parser.error(f"no notebook {asked.notebook}: write its number, such as 05b")
    cells = [cell.source for cell in nbformat.read(found[0], as_version=4).cells if cell.cell_type == "code"]
    with tempfile.TemporaryDirectory() as home, server(Path(home)) as (place, token, process):
        kernels, ran, answers = asyncio.run(measured(place, token, cells, asked.kernels, asked.rounds))
        print(report(found[0].stem, [kernel.pid for kernel in kernels], process.pid, ran, answers))


if __name__ == "__main__":
    main()
