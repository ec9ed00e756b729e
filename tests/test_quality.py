"""The code is typed, tidy, and says what it does."""

from __future__ import annotations

import doctest
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path

import pytest

import docconvert

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [("mypy",), ("ruff", "check"), ("ruff", "format", "--check")],
    ids=" ".join,
)
def test_checkers_find_nothing(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


SOURCES = ROOT / "src"


def modules_with_examples() -> list[str]:
    paths = [path for path in SOURCES.rglob("*.py") if ">>> " in path.read_text("utf-8")]
    names = [".".join(path.relative_to(SOURCES).with_suffix("").parts) for path in paths]
    return sorted(name.removesuffix(".__init__") for name in names)


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_in_docstrings(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        result = doctest.testmod(import_module(name))
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("name", docconvert.__all__)
def test_each_public_name_has_an_example(name: str) -> None:
    assert ">>> " in (getattr(docconvert, name).__doc__ or "")
