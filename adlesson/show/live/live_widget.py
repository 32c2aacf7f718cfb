"""A widget that Jupyter shows as a page which works by itself.

With this module you can

- build a widget on it (``LiveWidget``): it has data, a script that shows them in the browser, and a plain text.

Jupyter is given HTML (``standalone``), which finds the widget's model where the kernel has it: so a notebook that is opened
again, without a kernel, still works, and "model not found" is never seen.  There the model brings a few lines only, and the
whole script where a page asks for it.  VS Code and Google Colab connect nothing but a widget's own view, so they are given
that, too, with the whole script.  Tested are JupyterLab, Notebook 7 and exported pages; of VS Code and Colab only the
documentation is known: both show widgets made with anywidget, and VS Code may fetch its loader from the network, as Colab
does after ``from google.colab import output; output.enable_custom_widget_manager()``.
"""

import html
import os
import secrets
import sys
from contextlib import contextmanager
from time import sleep

import anywidget
import traitlets

from .bundle import bundle
from .standalone import standalone

MODEL = "live/js/model.js"  # what a model brings where its page has the script
VIEW = "application/vnd.jupyter.widget-view+json"
HANDED_ON = 0.001  # seconds: the kernel's other thread, which hands on what is sent, waits much longer for a busy one


def needs_view():
    """Does this host connect a page with its kernel by the widget's own view only?"""
    return "google.colab" in sys.modules or not {"VSCODE_PID", "VSCODE_CWD"}.isdisjoint(os.environ)


class LiveWidget(anywidget.AnyWidget):
    """What all of them are: data, the ``SCRIPT`` that shows them, and both as HTML for a page without a kernel."""

    SCRIPT = None

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    uid = traitlets.Unicode().tag(sync=True)  # by which a page finds the model
    key = traitlets.Unicode().tag(sync=True)  # of the script
    script = traitlets.Unicode().tag(sync=True)  # packed: the first of its kind brings it, others once a page asks

    def __init__(self, **traits):
        script, ours = self.SCRIPT, {"uid": secrets.token_hex(8)}
        if needs_view():
            ours |= {"_esm": script.text, "_css": script.style, "key": script.key}
        else:
            ours |= {"_esm": bundle(MODEL), "key": script.key if script.sent else ""}
        super().__init__(**ours, **traits)
        self.on_msg(self._heard)
        if not self.key:
            self._bring_script()

    def _bring_script(self):
        """Send the script: it is packed while the browser makes the model, and read there while the data are made."""
        sleep(HANDED_ON)
        with self.hold_sync():
            self.key, self.script = self.SCRIPT.key, self.SCRIPT.packed
        sleep(HANDED_ON)
        self.SCRIPT.sent = True

    def _heard(self, _, message, buffers):
        if message == {"ask": "script"}:
            self.script = self.SCRIPT.packed

    def _repr_mimebundle_(self, **options):
        data, metadata = super()._repr_mimebundle_(**options)
        if not needs_view():
            del data[VIEW]
        page = standalone(self.SCRIPT, self.data, self.uid, self.still(), self.brings_script())
        return {**data, "text/plain": repr(self), "text/html": page}, metadata

    def still(self):
        """Return what a page shows that runs no scripts, as HTML."""
        return f"<pre>{html.escape(repr(self))}</pre>"

    def brings_script(self):
        """Does its page bring the script?  If not, another one of the notebook must."""
        return True

    @contextmanager
    def or_closed(self):
        """Close it where making its data raises: nobody else can, and it would stay for ever."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self):
        """Take it off the page and free what it holds; without this its layout, a widget of its own, would stay."""
        layout = self._trait_values.get("layout")
        super().close()
        if layout is not None:
            layout.close()
