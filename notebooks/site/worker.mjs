// The Python of a page: Pyodide, the lesson and latex2mathml, without Jupyter.  It lies beside the folder "pyodide".
//
// It is told questions as JSON and tells {answer}, JSON too; before that how large all is that comes, {bytes}, then {ready},
// or {failed}; and {fetches: name} where an answer needs a package more, {fetches: ""} when that is there.  What is asked
// and answered stands in the lesson's page_worker.py.

const here = (path) => new URL(path, import.meta.url).href;
const OURS = ["adlesson", "latex2mathml"];

const got = async (path) => {
  const answer = await fetch(here(path));
  if (!answer.ok) throw new Error(`${answer.status}: ${answer.url}`);
  return answer;
};

async function begin() {
  got("worker.json").then((answer) => answer.json()).then(({ bytes }) => postMessage({ bytes }));
  const lock = got("pyodide/pyodide-lock.json").then((answer) => answer.json()), indexURL = here("pyodide/");
  const wheel = async (name) => (await got(`pyodide/${(await lock).packages[name].file_name}`)).arrayBuffer();
  const start = async () => {
    const { loadPyodide } = await import(here("pyodide/pyodide.mjs"));
    const env = { ADLESSON_PROGRESS: "off" };
    return loadPyodide({ indexURL, lockFileContents: lock, packageBaseUrl: indexURL, env });
  };
  const [py, ...wheels] = await Promise.all([start(), ...OURS.map(wheel)]); // all at once
  const extractDir = py.runPython("import site; site.getsitepackages()[0]");
  for (const one of wheels) py.unpackArchive(one, "whl", { extractDir });
  py.runPython("from adlesson.teach.worker.page_worker import answer");
  return { py, answer: py.globals.get("answer"), packages: Object.keys((await lock).packages) };
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
    if (packages.includes(lacks)) { // the site has it: once more, with it
      postMessage({ fetches: lacks });
      await py.loadPackage(lacks, { messageCallback() {} });
      postMessage({ fetches: "" });
      said = answer(question);
    }
    postMessage({ answer: said });
  } catch (problem) { // Pyodide itself has ended
    console.warn(problem);
    postMessage({ failed: true });
  }
};
