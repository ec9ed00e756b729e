"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parent.parent / "examples"

# Most tests read what is said in English, whoever runs them.
os.environ["LANGUAGE"] = "en"

# A slow machine is no failure, and the same examples everywhere make a failure repeatable.
settings.register_profile("docconvert", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("docconvert")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew; review them as a diff"
    )


class Golden:
    """Compares text with a file of the golden folder, or writes the file anew."""

    def __init__(self, update: bool) -> None:
        self._update = update

    def check(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.exists(), f"no golden file {path.name}; run pytest --update-golden and review it"
        assert text == path.read_text("utf-8")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=bool(request.config.getoption("--update-golden")))
