"""Grade many submissions on a Dask cluster that is there already.

With this module you can

- grade them (``on_cluster``), as ``many.on_this_machine`` does.

Nothing of Dask is used but that it calls a function for each submission, somewhere, and once more where a machine was lost.
Every machine needs this package, and the submissions at the same path.  There, a Python of its own grades each: the
processes of a cluster have threads, beside which nothing that forks is safe.
"""

import os
import pickle
import socket
import subprocess
import sys
from urllib.parse import urlsplit

from ..engine.errors import InputError, short
from .many import end_with, graded, result_of

MISSING = 'Dask is not installed here: install it with python -m pip install "adlesson[dask]", or leave out --dask'
SECONDS = 10  # to find the cluster
AGAIN = 3  # times, where a machine was lost


def on_cluster(submissions, address, *how):
    """Yield ``(submission, mark)`` as they are done; in place of a mark, an exception where none could be made.

    Raises ``InputError`` where Dask is missing, or nobody answers at the address.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as problem:
        raise InputError(MISSING) from problem
    try:
        place = urlsplit(address)
        socket.create_connection((place.hostname or "", place.port or 0), SECONDS).close()  # a client asks again and again
        client = Client(address, timeout=SECONDS)
    except (OSError, ValueError) as problem:
        raise InputError(
            f"no Dask scheduler answers at {short(address)}: name its address, as in tcp://host:8786"
        ) from problem
    with client:
        asked = {client.submit(apart, one, *how, retries=AGAIN, pure=False): one for one in submissions}
        for future in as_completed(asked):
            yield asked[future], result_of(future)


def apart(*asked):
    """Return or raise what ``graded`` does, by a Python of its own."""
    # what is read and written here is ours on both sides: the student's code is confined in the process that is started
    command = [sys.executable, "-m", __name__, str(os.getpid())]
    ran = subprocess.run(command, input=pickle.dumps(asked), stdout=subprocess.PIPE, check=True)  # noqa: S603
    found = pickle.loads(ran.stdout)  # noqa: S301
    if isinstance(found, Exception):
        raise found
    return found


if __name__ == "__main__":
    end_with(int(sys.argv[1]))
    try:
        result = graded(*pickle.load(sys.stdin.buffer))  # noqa: S301
    except Exception as problem:
        result = problem
    sys.stdout.buffer.write(pickle.dumps(result))
