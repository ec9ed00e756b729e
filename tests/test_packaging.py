"""What is installed is what is in the repository: fonts, templates, licences, types."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from docconvert import __version__
from docconvert.resources import resource
from docconvert.style import FontRole

ROOT = Path(__file__).parent.parent
FONTS = tomllib.loads((ROOT / "fonts" / "fonts.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def wheel_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))))


@pytest.fixture(scope="module")
def wheel(wheel_path: Path) -> set[str]:
    with zipfile.ZipFile(wheel_path) as archive:
        return set(archive.namelist())


def files(folder: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()]


def test_a_wheel_has_fonts_and_templates(wheel: set[str]) -> None:
    assert {f"docconvert/{name}" for name in files("fonts") + files("templates")} <= wheel
    assert "docconvert/py.typed" in wheel
    assert {
        f"docconvert/{page}/page.{kind}" for page in ("report", "web") for kind in ("html", "css", "js")
    } <= wheel
    assert "docconvert/web/icon.svg" in wheel
    assert f"docconvert-{__version__}.dist-info/licenses/LICENSE" in wheel


def test_a_wheel_has_catalogues_and_man_pages(wheel: set[str]) -> None:
    installed = f"docconvert-{__version__}.data/data/share/man"
    assert {f"docconvert/messages/{name}/LC_MESSAGES/docconvert.mo" for name in ("zh", "zh_TW")} <= wheel
    assert {f"{installed}/man1/docconvert.1", f"{installed}/zh_CN/man1/docconvert.1"} <= wheel


def test_an_sdist_has_them_too(tmp_path: Path) -> None:
    path = next(iter(SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {*files("fonts"), *files("templates"), "pyproject.toml", "README.md", "LICENSE"} <= names


def test_every_font_named_is_there_with_its_licence() -> None:
    for family in FONTS["families"].values():
        for name in family.values():
            assert resource("fonts", name).is_file()
    for roles in FONTS["roles"].values():
        assert set(roles) == set(get_args(FontRole))
        assert {family for chain in roles.values() for family in chain} <= set(FONTS["families"])


def test_all_fonts_together_are_small_enough() -> None:
    assert sum(path.stat().st_size for path in resource("fonts").iterdir()) <= 80_000_000


def test_ci_calls_the_readmes_test_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(re.findall(r"^python3 -m venv .*pytest --cov$", readme, re.MULTILINE)) == 1


def test_a_wheel_has_the_licences_of_what_comes_from_others(wheel: set[str]) -> None:
    licences = f"docconvert-{__version__}.dist-info/licenses"
    notices = (ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")
    named = set(re.findall(r"`([^`]*(?:OFL-\w+\.txt|LICENSE[.\w]*))`", notices))
    assert named >= {"LICENSE", *(f"fonts/{family['licence']}" for family in FONTS["families"].values())}
    assert {f"{licences}/{name}" for name in named} <= wheel
    assert f"{licences}/THIRD-PARTY-NOTICES.md" in wheel


def test_what_a_wheel_holds_is_enough(wheel_path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel_path) as archive:
        archive.extractall(tmp_path / "installed")
    text = tmp_path / "春訊.txt"
    text.write_text("春訊\n\n第一章 立春\n\n長(zhǎng)風從東來。\n", "utf-8")
    formats = ["pdf", "docx", "epub", "json", "tree"]
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "import docconvert, docconvert.__main__ as program\n"
        "print(docconvert.__file__)\n"
        "program.run()"
    )
    command = [sys.executable, "-c", code, "installed", text.name, "--to", ",".join(formats), "-o", "made"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.decode().splitlines()[0]).is_relative_to(tmp_path / "installed")
    assert {path.name for path in (tmp_path / "made").glob("春訊.*")} == {f"春訊.{to}" for to in formats}


def other_pythons() -> list[Path]:
    """The Pythons of this machine that docconvert says it runs on, but for the one that runs the tests."""
    minors = (minor for minor in range(11, 20) if minor != sys.version_info.minor)
    found = [
        *(path for minor in minors if (path := shutil.which(f"python3.{minor}"))),
        *map(str, Path.home().glob(".pyenv/versions/3.1[1-9].*/bin/python")),
    ]
    # What stands under the name may be a stand-in for one that is not there.
    asked = [(path, subprocess.run([path, "--version"], capture_output=True, check=False)) for path in found]
    return [Path(path) for path, done in asked if done.returncode == 0]


def test_other_pythons_take_the_sources() -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "for path in Path(sys.argv[1]).rglob('*.py'): compile(path.read_bytes(), str(path), 'exec')"
    )
    for python in other_pythons():
        done = subprocess.run(
            [python, "-W", "error", "-c", code, ROOT / "src"], capture_output=True, check=False
        )
        assert done.returncode == 0, (python, done.stderr.decode())


def instructions(dockerfile: str) -> list[list[str]]:
    """The instructions of a Dockerfile, each as its words; none goes over several lines."""
    return [line.split() for line in dockerfile.splitlines() if line and not line.startswith("#")]


def test_the_image_copies_what_there_is_and_what_is_not_ignored() -> None:
    copied = [
        name
        for words in instructions((ROOT / "Dockerfile").read_text("utf-8"))
        if words[0] == "COPY" and not words[1].startswith("--from")
        for name in words[1:-1]
    ]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"pyproject.toml", "LICENSE", "src", "fonts", "templates"} <= set(copied)
    assert all((ROOT / name).exists() and f"!{name}" in ignored for name in copied)


def test_the_image_has_what_the_build_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    copied = (ROOT / "Dockerfile").read_text("utf-8")
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    needed = [project["project"]["readme"], *included]
    needed += [name for name in project["project"]["license-files"] if "/" not in name]
    assert all(re.search(rf"^COPY .*\b{re.escape(name)}\b", copied, re.MULTILINE) for name in needed)


def test_the_image_does_not_run_as_root() -> None:
    words = instructions((ROOT / "Dockerfile").read_text("utf-8"))
    assert [word[1] for word in words if word[0] == "USER"] == ["1000"]
    assert words.index(["USER", "1000"]) < words.index(["ENTRYPOINT", '["/opt/docconvert/bin/docconvert"]'])


def test_actions_are_named_by_commits() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)


def test_ci_tries_each_python_that_is_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = {name.split()[-1] for name in project["classifiers"] if re.search(r":: 3\.\d+$", name)}
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    matrix = re.search(r"python: \[(.*)\]", workflow)
    assert matrix
    assert promised <= set(re.findall(r"[\d.]+", matrix[1]))
    assert project["requires-python"] == ">=" + min(promised, key=lambda version: int(version.split(".")[1]))
