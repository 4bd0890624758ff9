"""The notebooks, run anew in an empty folder: `python tests/notebooks.py docs` keeps what they say."""

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient

from samenhang.model import compiled

NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
MINUTES = 20  # that a cell may take, where the rules must be compiled first


def read(path):
    """A notebook as it is kept."""
    return nbformat.read(path, as_version=4)


def written(notebook):
    """The text of a notebook in one form, without what changes from run to run or tells of a computer."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}  # fmt: skip
    for cell in notebook.cells:
        cell.metadata = {}
    return nbformat.writes(notebook) + "\n"


def said(cell):
    """What a cell says as text: streams and plain forms, in order."""
    out = [o.text if o.output_type == "stream" else o.get("data", {}).get("text/plain", "") for o in joined(cell.get("outputs", ()))]  # fmt: skip
    return "\n".join(out)


def pictures(cell):
    """How many pictures a cell shows."""
    return sum("image/png" in o.get("data", {}) for o in cell.get("outputs", ()))


def alike(kept, fresh):
    """The same words, and the same numbers but for one in their last digit: another processor may round otherwise."""
    if kept == fresh:
        return True
    if [t.split() for t in NUMBER.split(kept)] != [t.split() for t in NUMBER.split(fresh)]:
        return False
    return all(_near(*two) for two in zip(NUMBER.findall(kept), NUMBER.findall(fresh), strict=True))


def _near(kept, fresh):
    digits = len(kept.partition("e")[0].partition(".")[2])
    a, b = (float(n.replace(",", "").replace("−", "-")) for n in (kept, fresh))
    return abs(a - b) <= (1.01 * 10**-digits if digits else 0.0) * max(1.0, abs(a) if "e" in kept else 1.0)


def command(place):
    """A folder with `samenhang` in it, of the Python that runs this."""
    place.mkdir(parents=True)
    if os.name == "nt":
        (place / "samenhang.bat").write_text(f'@"{sys.executable}" -m samenhang.experiments %*\n', encoding="utf-8")
    else:
        script = place / "samenhang"
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m samenhang.experiments "$@"\n', encoding="utf-8")  # fmt: skip
        script.chmod(0o755)
    return place


def executed(path):
    """A notebook, run by a new kernel in an empty folder, untouched by whatever else is installed.

    Raises:
        CellExecutionError: a cell failed.
    """
    notebook = read(path)
    with tempfile.TemporaryDirectory() as given:  # a short name, because that of a socket may not be long
        place = Path(given)
        (place / "work").mkdir()
        kernel = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), connection_file=str(place / "kernel.json"))  # fmt: skip
        if os.name == "posix":
            kernel.transport, kernel.ip = "ipc", str(place / "kernel")  # no port, so nobody else can listen
        resources = {"metadata": {"path": str(place / "work")}}
        client = NotebookClient(notebook, km=kernel, timeout=60 * MINUTES, record_timing=False, resources=resources)
        try:
            client.execute(env=surroundings(place))
        finally:
            if client.kc:
                client.kc.stop_channels()
            run_sync(kernel.shutdown_kernel)(now=True)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
    return notebook


def surroundings(place):
    """What a kernel finds: our command first, English, warnings shown, nobody's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTEST", "PYTHONDONTWRITE"))}
    return kept | {
        "PATH": os.pathsep.join([str(command(place / "bin")), os.environ["PATH"]]), "LANG": "C.UTF-8", "PYTHONWARNINGS": "default",
        "PYTHONPYCACHEPREFIX": str(compiled.home() / "bytecode"),  # reading all libraries anew took two thirds of the time
        "IPYTHONDIR": str(place / "ipython"), "JUPYTER_CONFIG_DIR": str(place / "config"),
    }  # fmt: skip


def joined(outputs):
    """Outputs in which what a stream said in pieces stands as one."""
    out = []
    for one in outputs:
        if out and one.output_type == "stream" and out[-1].get("name") == one.name:
            out[-1].text += one.text
        else:
            out.append(one)
    return out


def main(docs):
    """Keeps what every notebook says now."""
    for path in sorted((docs / "notebooks").glob("*.ipynb")):
        path.write_text(written(executed(path)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
