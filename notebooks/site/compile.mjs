// Run repack.py in Pyodide, for all that lies in a folder:  node compile.mjs PYODIDE FOLDER

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodideFolder, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/` });
pyodide.FS.mkdirTree("/work");
pyodide.mountNodeFS("/work", folder);
pyodide.runPython(readFileSync(new URL("repack.py", import.meta.url), "utf8"));
pyodide.runPython(`
import sys, sysconfig
work = Path("/work")
for source in sorted(work.glob("old/*")):
    zipped = f"{sys.prefix}lib/python{sys.version_info.major}{sys.version_info.minor}.zip"
    repack(source, work / "new" / source.name, sysconfig.get_path("purelib") if source.suffix == ".whl" else zipped)
`);
