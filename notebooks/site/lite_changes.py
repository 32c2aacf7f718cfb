"""What is changed in the scripts of JupyterLite, once it is built: two things that no setting of it reaches.

With this module you can

- change them (``change``).
"""

import re

# a kernel begins: what it asks to know whether it has the files that the browser keeps
HAS_FILES = r"=(!!\(\(null==(\w)\?void 0:\2\.enabled\)\|\|crossOriginIsolated\))"
WHEN_THERE = r"Promise.race([Promise.resolve(null==\2?void 0:\2.ready).catch(()=>0),new Promise(e=>setTimeout(e,5e3))])"
# a kernel answers a cell: if that has failed and was not interrupted, all cells that wait are cancelled
ANSWER = r'(\{msgType:"execute_reply",channel:"shell",parentHeader:(\w+)\.header,session:\2\.header\.session,content:\w+)\}'
GOES_ON = r'\1,metadata:\2.content.stop_on_error?{}:{cause:"interrupt"}}'

CHANGES = [
    # or a quick machine begins it before the service worker is there, and keeps what a learner did for the session only
    ("extensions/@jupyterlite/pyodide-kernel-extension", HAS_FILES, rf"=(await {WHEN_THERE},\1)"),
    # cells that may fail have a tag, and Jupyter tells the kernel to go on; those on a server do
    ("build", ANSWER, GOES_ON),
]


def change(lab):
    """Change the scripts in the folder of JupyterLite; end the build where not one script has what is to be changed."""
    for folder, old, new in CHANGES:
        found = [(path, path.read_text("utf-8")) for path in (lab / folder).rglob("*.js")]
        found = [(path, text) for path, text in found if re.search(old, text)]
        if len(found) != 1:
            raise SystemExit(f"JupyterLite has {len(found)} scripts, and not one, with {old}: see lite_changes.py")
        ((path, text),) = found
        path.write_text(re.sub(old, new, text), "utf-8")
