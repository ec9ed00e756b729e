"""What is installed is what is in the repository: fonts, templates, licences, types."""

from __future__ import annotations

import re
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
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    path = next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def files(folder: str) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()]


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
