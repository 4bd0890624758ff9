"""The laws of the house: where imports may point, who knows which library, how long things are."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# fmt: off
LADDER = [  # a file imports only from rungs above its own
    {"language", "sources", "held", "rivals"},
    {"declare", "compiled", "mistakes"},
    {"views", "randomness"},
    {"events", "followed", "measures.continuity", "measures.family", "measures.fit", "measures.need", "measures.process", "measures.region"},
    {"tables", "measures.weekly"},
    {"measures", "outcomes.lines", "outcomes.fit"},
    {"relations", "ties", "levels", "people", "outcomes.continuity", "outcomes"},
    {"places", "observe", "follow", "outcomes.access"},
    {"mechanisms.*"},
    {"mechanisms", "week", "links.counted"},
    {"links.*"},
    {"links"},
    {"region"},
    {"scenario", "population"},
    {"scenario_file", "run"},
    {"settling"},
    {"opening"},
    {"cohort"},
    {"course"},
    {"records"},
    {"agents", "simulation"},
    {"experiments.execution.files", "experiments.execution.growing", "experiments.execution.provenance", "experiments.execution.tally", "experiments.statistics.enough", "experiments.statistics.inference", "experiments.statistics.looks"},
    {"experiments.execution.parquet", "experiments.statistics.verdicts", "experiments.statistics.parts", "experiments.statistics.break_even"},
    {"experiments.designs.study", "experiments.execution.derived", "experiments.execution.store", "experiments.telling.stamp", "experiments.telling.reservations", "experiments.telling.glossary", "experiments.telling.regions", "experiments.statistics.points"},
    {"experiments.designs.closing", "experiments.statistics.plans", "experiments.statistics.screening"},
    {"experiments.telling.loops", "experiments.statistics.sensitivity", "experiments.designs.factors", "experiments.claims.claim_file"},
    {"experiments.claims.claim"},
    {"experiments.designs.design", "experiments.telling.reference"},
    {"experiments.telling.odd"},
    {"experiments.execution.pool", "experiments.execution.cluster", "experiments.execution.keeping"},
    {"experiments.execution.execute", "experiments.statistics.contrasts", "experiments.designs.study_file"},
    {"experiments.claims.effects"},
    {"experiments.telling.figures", "experiments.telling.show", "experiments.statistics.robustness"},
    {"experiments.campaign", "experiments.statistics.discovery"},
    {"experiments.telling.discovered"},
    {"experiments.batch", "experiments.rehearsal", "experiments.telling.study_figures"},
    {"experiments.telling.why_figures", "experiments.telling.break_even_figures"},
    {"experiments.why", "experiments.break_even"},
    {"experiments.claims.bench"},
    {"experiments.claims.preregistered"},
    {"experiments.claims.sheets"},
    {"experiments.command.options", "experiments.command.asked"},
    {"experiments.command.batch_verbs", "experiments.command.folder_verbs", "experiments.command.hypothesis_verb", "experiments.command.list_verbs", "experiments.analysis", "experiments.command.checked"},
    {"experiments.answers"},
    {"experiments.__main__"},
]
# fmt: on
DOORS = {  # library -> the only files that know it
    "numba": {"compiled", "held"},
    "mesa": {"agents", "simulation"},
    "pyarrow": {"experiments.execution.parquet"},
    "duckdb": {"experiments.execution.parquet"},
    "seaborn": {"experiments.telling.figures"},
    "matplotlib": {"experiments.telling.figures"},
    "rich": {"experiments.telling.show"},
    "networkx": {"experiments.telling.loops"},
    "SALib": {"experiments.statistics.sensitivity"},
    "ema_workbench": {"experiments.statistics.discovery"},
    "click": {
        "experiments.command.options",
        "experiments.command.asked",
        "experiments.command.batch_verbs",
        "experiments.command.folder_verbs",
        "experiments.command.hypothesis_verb",
        "experiments.command.list_verbs",
        "experiments.__main__",
    },
    "babel": {"language"},
    "multiprocessing": {"experiments.execution.pool"},
    "concurrent": {"experiments.execution.pool", "settling"},
    "distributed": {"experiments.execution.cluster"},
}
BANNED_NAMES = {"utils", "misc", "helpers", "common", "base", "manager"}


def files():
    return sorted([*(ROOT / "model").rglob("*.py"), *(ROOT / "experiments").rglob("*.py")])


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    return ".".join(parts[1:] if parts[0] == "model" else parts) or "__init__"


@cache
def imported(path):
    """(ours by name, others by top-level name) that a file imports, inside functions too."""
    ours, others = set(), set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                stem = [
                    *package[: len(package) - node.level + 1],
                    *((node.module or "").split(".") if node.module else ()),
                ]
            else:
                stem = (node.module or "").split(".")
                stem = stem[1:] if stem[0] == "samenhang" else [None, *stem]
            candidates = [[*stem, a.name] for a in node.names] + [stem]
        elif isinstance(node, ast.Import):
            candidates = [[None, *a.name.split(".")] for a in node.names]
        else:
            continue
        for c in candidates:
            if not c or c[0] is None:
                others.update(c[1:2])
            elif (ROOT.joinpath(*c).with_suffix(".py")).exists() or (ROOT.joinpath(*c) / "__init__.py").exists():
                ours.add(".".join(c[1:] if c[0] == "model" else c) or "__init__")
    return {
        n for n in ours if not (ROOT / n.replace(".", "/") / "__init__.py").exists() or not n.startswith("experiments")
    } - {"__init__"}, others


def rung(name):
    found = [i for i, names in enumerate(LADDER) if name in names or f"{name.rpartition('.')[0]}.*" in names]
    assert found, f"{name} has no rung on the ladder"
    return found[0]


@pytest.mark.parametrize("path", [p for p in files() if p.stem != "__init__"], ids=name_of)
def test_imports_point_up_the_ladder_only(path):
    name = name_of(path)
    for other in imported(path)[0]:
        faces = {name, other} == {"simulation", "agents"}
        assert rung(other) < rung(name) or faces, f"{name} imports {other}, which is not above it on the ladder"


ROOMS = {
    "execution": 0,
    "statistics": 0,
    "designs": 1,
    "telling": 2,
    "": 3,
    "claims": 4,
    "command": 5,
}  # of experiments/


def room(name):
    """0-5 by folder; a file of experiments/ itself stands between; the command comes last."""
    return (
        6 if name == "experiments.__main__" else ROOMS[name.removeprefix("experiments").strip(".").rpartition(".")[0]]
    )


@pytest.mark.parametrize("path", [p for p in (ROOT / "experiments").rglob("*.py") if p.stem != "__init__"], ids=name_of)
def test_a_room_knows_only_rooms_before_it(path):
    for other in (n for n in imported(path)[0] if n.startswith("experiments.")):
        same = other.rpartition(".")[0] == name_of(path).rpartition(".")[0]
        assert same or room(other) < room(name_of(path)), f"{name_of(path)} imports {other}"


def test_mechanisms_meet_only_in_columns():
    mechanisms = {name_of(p) for p in (ROOT / "model" / "mechanisms").glob("*.py")} - {"mechanisms"}
    for path in (ROOT / "model" / "mechanisms").glob("[a-z]*.py"):
        assert not imported(path)[0] & mechanisms, name_of(path)


def test_the_world_knows_nothing_of_studies_files_and_pictures():
    for path in (ROOT / "model").rglob("*.py"):
        assert not any(n.startswith("experiments") for n in imported(path)[0]), name_of(path)
        assert not imported(path)[1] & {"duckdb", "pyarrow", "seaborn", "matplotlib", "click", "rich", "SALib"}, (
            name_of(path)
        )


@pytest.mark.parametrize("library", DOORS)
def test_each_large_library_has_one_door(library):
    assert {name_of(p) for p in files() if library in imported(p)[1]} <= DOORS[library]


def test_importing_the_model_loads_no_more_than_mesa_and_numba():
    ask = "import sys; from samenhang.model import CareSystem; print(*(m for m in sys.argv[1:] if m in sys.modules))"
    heavy = ["duckdb", "pyarrow.parquet", "seaborn", "matplotlib.pyplot", "SALib", "click", "rich", "babel", "scipy.stats"]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ask, *heavy, "mesa", "numba"], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == {"mesa", "numba"}


def test_lists_do_not_wait_for_mesa():
    ask = "import sys; import samenhang.experiments.telling.glossary; print('mesa' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_the_word_for_switching_off_is_read_in_the_week_only():
    for path in (ROOT / "model").rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        reads = [
            n for n in tree if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "on"
        ]
        assert not reads or name_of(path) == "week", name_of(path)


def functions():
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield name_of(path), node.name, node.end_lineno - node.body[0].lineno + 1


def test_files_and_functions_fit_the_eye():
    tests = (ROOT / "tests").rglob("*.py")
    longest_file = max((len(p.read_text(encoding="utf-8").splitlines()), p.name) for p in [*files(), *tests])
    longest = max((length, f"{where}.{name}") for where, name, length in functions() if where != "week")
    sys.stdout.write(f"longest file: {longest_file}\nlongest function: {longest}\n")  # shown by -rA
    assert longest_file[0] <= 300, longest_file
    assert longest[0] <= 40, longest


def test_no_file_has_a_name_that_says_nothing():
    assert not {p.stem for p in files()} & BANNED_NAMES


def test_warnings_about_declining_to_cache_are_errors():
    options = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'filterwarnings = ["error"]' in options


def test_no_address_of_a_machine_or_registry_is_kept():
    asked = ["git", "ls-files", "-z"]
    kept = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    home = "/ho" + "me/"
    for name in filter(None, kept):
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".mo"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert home not in text, name
        assert "pypi" + ".org" not in text, name
        assert "index" + "-url" not in text, name


def test_the_code_is_clean_and_typed(tmp_path):
    """ruff over everything; mypy, strict, over the packages under the names they are installed with."""
    ruff = [sys.executable, "-m", "ruff"]
    for check in (["check", "."], ["format", "--check", "."]):
        done = subprocess.run([*ruff, *check], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    (tmp_path / "samenhang").mkdir()
    for package in ("model", "experiments"):
        (tmp_path / "samenhang" / package).symlink_to(ROOT / package)
    strict = ["--config-file", str(ROOT / "pyproject.toml"), "--namespace-packages", "--explicit-package-bases"]
    done = subprocess.run([sys.executable, "-m", "mypy", *strict, "samenhang"], cwd=tmp_path, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
