from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import annotui

SOURCE = Path(annotui.__file__).parent
HEAVY = ("textual", "rich", "sqlite_utils", "rapidfuzz", "numpy", "pandas", "plotext")


def modules_after(code: str, tmp_path: Path, *, whole: bool = False) -> set[str]:
    """The top names of all modules that are loaded once `code` has run; with `whole`, the names."""
    program = "import atexit, sys\natexit.register(lambda: open('loaded', 'w').write(' '.join(sys.modules)))\n" + code
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True)
    names = set((tmp_path / "loaded").read_text().split())
    return names if whole else {name.partition(".")[0] for name in names}


RUN = "from annotui.cli.main import run; run({})"


@pytest.mark.parametrize(
    "code", ["import annotui.cli.main", *(RUN.format(a) for a in (["--version"], ["export", "--help"], ["--help"]))]
)
def test_the_command_line_starts_without_heavy_libraries(tmp_path: Path, code: str) -> None:
    assert modules_after(code, tmp_path) & {*HEAVY, "sqlite3"} == set()


def test_help_and_version_import_only_what_they_say(tmp_path: Path) -> None:
    own = {name for name in modules_after(RUN.format(["--version"]), tmp_path, whole=True) if "annotui" in name}
    top = {"annotui", "annotui.cli", "annotui.errors"}
    always = {f"annotui.cli.{name}" for name in ("main", "names", "output", "commands", "options", "completion")}
    assert own == top | always
    own = {name for name in modules_after(RUN.format(["export", "--help"]), tmp_path, whole=True) if "annotui" in name}
    assert own == top | always | {"annotui.cli.annotating"}
    for arguments in (["--version"], ["export", "--help"]):
        assert modules_after(RUN.format(arguments), tmp_path) & {"json", "difflib", "tomllib", "hashlib"} == set()


def test_opening_the_app_does_without_click(tmp_path: Path) -> None:
    loaded = modules_after(RUN.format(["."]), tmp_path)
    assert "annotui" in loaded
    assert loaded & {*HEAVY, "click", "sqlite_utils"} == set(), "what stands against opening is said before Textual"


def test_commands_do_without_the_screen_and_all_but_check_without_sqlite_utils(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text("One article of a few words.")
    subprocess.run([sys.executable, "-m", "annotui", "init"], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "corpus/b.txt").write_text("Another article of a few words.")
    for command in (["doctor"], ["stats"], ["export"], ["search", "words"], ["sync"], ["add", "corpus/b.txt"]):
        assert modules_after(RUN.format(command), tmp_path) & set(HEAVY) == set(), command
    # sqlite_utils takes these where they are installed.
    assert modules_after(RUN.format(["check"]), tmp_path) & {*HEAVY} - {"numpy", "pandas"} == {"sqlite_utils"}


def test_what_works_for_the_screen_does_not_import_it(tmp_path: Path) -> None:
    assert modules_after("import annotui.project.job_child, annotui.project.readers", tmp_path) & {*HEAVY} == set()


def test_import_contracts_hold() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    root = SOURCE.parents[1]
    if not (root / "pyproject.toml").exists():
        pytest.skip("the contracts are in pyproject.toml, which is not here")
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    result = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    """Every call in a module, with the last two names of what is called, as far as it has any."""
    return [(last_names(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def last_names(called: ast.expr) -> str:
    """`a.b` of `x.a.b(...)` and of `a.b(...)`, `b` of `b(...)` and of `x().b(...)`."""
    if isinstance(called, ast.Name):
        return called.id
    if not isinstance(called, ast.Attribute):
        return ""
    before = last_names(called.value).rpartition(".")[2]
    return f"{before}.{called.attr}" if before and not isinstance(called.value, ast.Call) else called.attr


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def test_one_module_opens_database_connections() -> None:
    opening = {
        path
        for path, tree in trees().items()
        for name, call in calls(tree)
        if name in {"sqlite3.connect", "sqlite3.Connection", "apsw.Connection"}
        or (name.endswith("Database") and call.args and not ast.unparse(call.args[0]).endswith("connection"))
    }
    imported = {
        path
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "sqlite3" and "connect" in {n.name for n in node.names}
    }
    assert opening | imported == {"storage/connection.py"}


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def writes_history(node: ast.AST) -> bool:
    """Whether code adds a row to the history, through sqlite-utils or in SQL of its own."""
    for child in ast.walk(node):
        if (
            isinstance(child, ast.Call)
            and last_names(child.func).startswith("insert")
            and "table('history').insert" in ast.unparse(child.func)
        ):
            return True
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            words = " ".join(child.value.lower().split())
            if any(f"{verb} history" in words for verb in ("insert into", "replace into", "delete from", "update")):
                return True
    return False


def test_one_function_writes_an_act() -> None:
    found = {
        (path, name)
        for path, tree in trees().items()
        for name, function in functions(tree).items()
        if writes_history(function)
    }
    rescue = ("storage/salvage.py", "_cut_targets")  # of a new file that is made of a damaged one
    assert found == {("storage/history.py", "writing_act"), rescue}
    others = {path for path, tree in trees().items() if writes_history(tree)}
    assert others == {"storage/history.py", "storage/salvage.py"}
