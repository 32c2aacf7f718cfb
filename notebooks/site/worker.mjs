// The Python of a page: Pyodide, the lesson and latex2mathml, without Jupyter.  It lies beside the folder "pyodide".
//
// It is told questions as JSON and tells {answer}, JSON too; before that how much of it has come: {bytes} of all, {read} so
// far, then {ready}, or {failed}.  What is asked and answered stands in the lesson's page_worker.py.

const here = (path) => new URL(path, import.meta.url).href;
const OURS = ["adlesson", "latex2mathml"];
let read = 0;

// All that is fetched is counted as it comes.
const fetched = self.fetch;
self.fetch = async (...what) => {
  const answer = await fetched(...what);
  if (!answer.ok || !answer.body) return answer;
  const counted = new TransformStream({
    transform(piece, passes) {
      read += piece.byteLength;
      postMessage({ read });
      passes.enqueue(piece);
    },
  });
  const { status, headers } = answer;
  return new Response(answer.body.pipeThrough(counted), { status, headers });
};

async function begin() {
  const { bytes } = await (await fetched(here("worker.json"))).json();
  postMessage({ bytes });
  const [{ loadPyodide }, lock] = await Promise.all([
    import(here("pyodide/pyodide.mjs")), fetch(here("pyodide/pyodide-lock.json")).then((answer) => answer.text()),
  ]);
  const wheels = OURS.map((name) => fetch(here(`pyodide/${JSON.parse(lock).packages[name].file_name}`)));
  const indexURL = here("pyodide/");
  const py = await loadPyodide({ indexURL, lockFileContents: lock, packageBaseUrl: indexURL, env: { ADLESSON_PROGRESS: "off" } });
  const extractDir = py.runPython("import site; site.getsitepackages()[0]");
  for (const wheel of wheels) py.unpackArchive(await (await wheel).arrayBuffer(), "whl", { extractDir });
  py.runPython("from adlesson.teach.worker.page_worker import answer");
  const packages = new Set(Object.keys(JSON.parse(lock).packages));
  return { py, answer: py.globals.get("answer"), packages };
}

const ready = begin().then(
  (all) => (postMessage({ ready: true }), all),
  (problem) => (console.warn(problem), postMessage({ failed: true })),
);

onmessage = async ({ data: question }) => {
  const { py, answer, packages } = await ready;
  try {
    let said = answer(question);
    const { lacks } = JSON.parse(said);
    if (packages.has(lacks)) { // the site has it: once more, with it
      await py.loadPackage(lacks, { messageCallback() {} });
      said = answer(question);
    }
    postMessage({ answer: said });
  } catch (problem) { // Pyodide itself has ended
    console.warn(problem);
    postMessage({ failed: true });
  }
};
