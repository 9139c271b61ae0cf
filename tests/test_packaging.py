"""The wheel, the locks and the import rules that a static contract cannot see."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"fapiao", "ofd", "data", "printing", "screens", "tui"}


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=300,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_packages_and_nothing_else(wheel_names):
    assert {name.split("/")[0] for name in wheel_names} == PACKAGES


def test_the_wheel_holds_every_file_of_the_packages(wheel_names):
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wheel_names == files


def test_the_wheel_says_that_every_package_is_typed(wheel_names):
    assert {f"{package}/py.typed" for package in PACKAGES} <= wheel_names


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-emupos.lock"])
def test_a_lock_names_no_index(lock):
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|^-[if] | @ ", text, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-emupos.lock"])
def test_every_locked_requirement_is_pinned_and_hashed(lock):
    joined = (ROOT / lock).read_text().replace("\\\n", " ")
    entries = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    loose = [line.split()[0] for line in entries if "==" not in line.split()[0] or "--hash=sha256:" not in line]
    assert (bool(entries), loose) == (True, [])


def test_the_console_script_is_not_misled_by_a_folder_named_data(tmp_path):
    script = Path(sys.executable).with_name("fapiao")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "__init__.py").write_text("raise SystemExit('the wrong data')")
    # The script's own import path is what counts; the probe stands where its last line calls main().
    probe = re.sub(
        r"sys\.exit\(main\(\)\)",
        "import data; print(data.__file__)",
        script.read_text().replace("from tui.command import main", ""),
    )
    beside = tmp_path / "bin" / "fapiao"
    beside.parent.mkdir()
    beside.write_text(probe)
    beside.chmod(0o755)
    done = subprocess.run([str(beside)], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=300)
    assert (done.stdout.strip(), done.stderr) == (str(ROOT / "data" / "__init__.py"), "")


@pytest.mark.parametrize("package", ["fapiao", "ofd", "data", "printing"])
def test_no_module_below_the_screens_loads_the_terminal(package):
    program = f"""
import importlib, pkgutil, sys
package = importlib.import_module({package!r})
for module in pkgutil.walk_packages(package.__path__, {package!r} + "."):
    if not module.name.startswith("data.sql.migrations"):
        importlib.import_module(module.name)
print(sorted(name for name in sys.modules if name.split(".")[0] in ("textual", "screens", "tui")))
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], check=False, capture_output=True, text=True, timeout=300, cwd=ROOT
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_core_loads_only_the_standard_library():
    program = """
import importlib, pkgutil, sys
before = set(sys.modules)
import fapiao
for module in pkgutil.walk_packages(fapiao.__path__, "fapiao."):
    importlib.import_module(module.name)
tops = {name.split(".")[0] for name in set(sys.modules) - before}
# _sysconfigdata_<platform> is the standard library's own, named by the build.
print(sorted(t for t in tops - set(sys.stdlib_module_names) - {"fapiao"} if not t.startswith("_sysconfigdata")))
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], check=False, capture_output=True, text=True, timeout=300, cwd=ROOT
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
