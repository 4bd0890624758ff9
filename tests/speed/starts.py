"""What it costs to begin: CPU time of new processes, compiling and importing included. Each in a folder of compiled code of its own."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
IMPORT = "from samenhang.model import Course, load_region, load_scenario, resolve"
BEGIN = f"{IMPORT}\nCourse(resolve(load_scenario(), load_region().at_size(12_500), seed=1)).live(1)"
TURNS = 7
EDITED = "closure"  # the mechanism in which a rule is edited


def cpu(*arguments: str, cache: Path | None = None, at: Path | None = None) -> float:
    """Seconds of CPU time of a new process and all it starts."""
    env = os.environ | ({"SAMENHANG_CACHE": str(cache)} if cache else {}) | ({"PYTHONPATH": str(at)} if at else {})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=env, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def package(folder: Path) -> Path:
    """A copy of the package that can be edited; where Python looks for it."""
    for part in ("model", "experiments", "scenarios"):
        shutil.copytree(ROOT / part, folder / "samenhang" / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def starting() -> dict[str, float]:
    """Seconds of CPU time: to the end of the first week, cold, after one edited rule and with everything there; imports; `--help`.

    What is short is measured several times, in turns: medians.
    """
    with tempfile.TemporaryDirectory() as room:
        cache, there = Path(room) / "compiled", package(Path(room) / "copy")
        cold = cpu("-c", BEGIN, cache=cache, at=there)
        short = {"cached": ("-c", BEGIN), "imports": ("-c", IMPORT), "help": ("-m", "samenhang.experiments", "--help")}
        turns = [{k: cpu(*command, cache=cache, at=there) for k, command in short.items()} for _ in range(TURNS)]
        rule = there / "samenhang" / "model" / "mechanisms" / f"{EDITED}.py"
        rule.write_text(rule.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
        edited = cpu("-c", BEGIN, cache=cache, at=there)
        return {"cold": cold, "edited": edited} | {k: median(turn[k] for turn in turns) for k in short}
