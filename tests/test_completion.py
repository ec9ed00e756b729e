"""What shells complete with the scripts that --completion prints."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docconvert import cli, messages
from docconvert.cli.arguments import SHELLS, parser
from docconvert.cli.completion import completion
from docconvert.errors import ExitCode
from judges import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPED = [
    ("docconvert --to p", "pdf"),
    ("docconvert rep", "report.txt"),
    ("docconvert report.txt -o boo", "books/"),
    ("docconvert --no-headings report.txt --style off", "official"),
    ("docconvert --script hant-t", "hant-tw"),
    ("docconvert --embed", "--embed-fonts"),
    ("docconvert --font a.ttf --font bo", "books/"),
    ("docconvert --pdf-standard ua", "ua-1"),
    ("docconvert --dictionaries b", "books/"),
]
_SECONDS = 60


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("books").mkdir()
    Path("report.txt").touch()
    Path("other.txt").touch()
    return tmp_path


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    messages.choose(request.param)
    yield request.param
    messages.choose("en")


def script(shell: str, file: str) -> Path:
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(completion(parser(), shell), "utf-8")
    return Path(file)


BASH = """\
source {script}
while IFS= read -r typed; do
    COMP_WORDS=($typed) COMPREPLY=()
    COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    _shtab_docconvert
    echo "${{COMPREPLY[*]}}"
done
"""


def test_bash_completes(language: str) -> None:
    program = BASH.format(script=script("bash", "complete.bash"))
    typed = "".join(f"{line}\n" for line, _ in TYPED)
    ran = subprocess.run(
        [judge("bash", "bash"), "--norc", "-c", program],
        input=typed,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )

    # Bash itself adds the slash of a folder.
    assert ran.stdout.splitlines() == [completed.rstrip("/") for _, completed in TYPED]
    assert ran.stderr == ""


def test_fish_completes(language: str, folder: Path) -> None:
    asked = "; ".join(f"complete -C '{line}'; echo" for line, _ in TYPED)
    ran = subprocess.run(
        [judge("fish", "fish"), "-N", "-c", f"source {script('fish', 'complete.fish')}; {asked}"],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=True,
    )
    shown = [line.partition("\t")[0] for line in ran.stdout.splitlines() if line]

    assert shown == [completed for _, completed in TYPED]


def test_zsh_completes(language: str, folder: Path) -> None:
    zsh = judge("zsh", "zsh")
    script("zsh", "functions/_docconvert")
    terminal, side = pty.openpty()
    shell = subprocess.Popen(
        [zsh, "-f", "-i"],
        stdin=side,
        stdout=side,
        stderr=side,
        env={"PATH": os.environ["PATH"], "TERM": "dumb", "HOME": str(folder), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    os.close(side)
    try:
        typed(terminal, "fpath=($PWD/functions $fpath); autoload -U compinit; compinit -u -D")
        typed(terminal, 'docconvert() { print "<$*>" }')
        for line, completed in TYPED:
            shown = typed(terminal, f"{line}\t", until=b">\r\n")
            given, _, last = line.removeprefix("docconvert ").rpartition(" ")
            assert f"<{f'{given} ' if given else ''}{completed.rstrip('/')}" in shown, last
    finally:
        shell.kill()
        shell.wait()
        os.close(terminal)


def typed(terminal: int, line: str, until: bytes = b"\r\n") -> str:
    """Type a line, and return what the terminal shows from then on."""
    os.write(terminal, f"{line}\n".encode())
    shown = b""
    while not shown.endswith(until) and until not in shown:
        ready, _, _ = select.select([terminal], [], [], _SECONDS)
        assert ready, shown
        shown += os.read(terminal, 1 << 16)
    return shown.decode("utf-8", "replace")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--completion", shell]) == ExitCode.DONE
    assert "--embed-fonts" in capsys.readouterr().out.replace("-l embed", "--embed")


def test_without_the_library_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)

    assert cli.main(["--completion", "bash"]) == ExitCode.USAGE
    assert "pip install 'docconvert[completion]'" in capsys.readouterr().err
