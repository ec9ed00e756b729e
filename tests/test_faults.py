"""Workers are killed, the program is killed, the disk is full: nothing is lost, nothing is cut."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING, Any

import pytest

from docconvert import convert_many
from docconvert.batch import Job, Result, Settings, Target
from docconvert.batch.crew import _ATTEMPTS, Assignment, Crew
from docconvert.batch.manifest import NAME
from docconvert.errors import DocconvertError, InputError, UnknownFormatError
from docconvert.format import Format
from docconvert.processes import Processes, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

TEXT = "渡口紀事之{n}\n\n" + "水從山上下來，像一封信；風從東來，船去了。\n\n" * 12


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(120):
        path = Path(f"archive/{number % 5}/{number}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.replace("{n}", str(number)), "utf-8")
    return Path("archive")


def tree(folder: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and not path.name.startswith(NAME)
    }


def workers_of(parent: int) -> list[int]:
    """The processes that work for another: those of its server of forks; judges have groups of their own."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                _, above, group, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(group) == os.getpgid(parent):
                parents[int(entry.name)] = int(above)
    servers = [process for process, above in parents.items() if above == parent]
    return [process for process, above in parents.items() if above in servers]


def kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


# --- a worker dies


def test_killed_workers_cost_nothing(archive: Path) -> None:
    list(convert_many([archive], ["docx", "epub", "pdf"], "undisturbed"))
    done = Event()
    killed = []

    def disturb() -> None:
        rolls = random.Random(11)
        while not done.wait(rolls.uniform(0.05, 0.3)):
            for worker in workers_of(os.getpid())[:1]:
                kill(worker)
                killed.append(worker)

    thread = Thread(target=disturb)
    thread.start()
    try:
        results = list(convert_many([archive], ["docx", "epub", "pdf"], "out", workers=2))
    finally:
        done.set()
        thread.join()
    lost = [result for result in results if result.errors]
    assert len(results) == 120
    assert killed
    # One that was hit each time is reported; whatever was not stands there whole.
    assert all("its worker died" in str(result.errors[0]) for result in lost)
    undisturbed, made = tree("undisturbed"), tree("out")
    assert all(undisturbed[name] == digest for name, digest in made.items() if not name.endswith(".tmp"))
    assert len(made) >= 3 * (120 - len(lost))
    again = list(convert_many([archive], ["docx", "epub", "pdf"], "out"))
    assert not any(result.errors for result in again)
    assert tree("out") == undisturbed


def test_a_hundred_times(archive: Path) -> None:
    """One worker of two is killed, each time at another moment."""
    few = archive / "0"
    list(convert_many([few], ["json"], "undisturbed"))
    undisturbed = tree("undisturbed")
    rolls = random.Random(3)
    hit = 0

    def kill_one() -> None:
        for worker in workers_of(os.getpid())[:1]:
            kill(worker)

    for number in range(100):
        killer = Timer(rolls.uniform(0.02, 0.2), kill_one)
        killer.start()
        results = list(convert_many([few], ["json"], f"out/{number}", workers=2))
        hit += killer.finished.is_set()
        killer.cancel()
        killer.join()
        assert not any(result.errors for result in results)
        assert tree(f"out/{number}") == undisturbed
    assert hit > 10


def _deadly(packed: bytes, task: tuple[Assignment, ...], *, after_death: bool) -> list[list[Result]]:
    """Do a task, but die of the text that is called deadly."""
    if any(assignment.job.name.name == "deadly.txt" for assignment in task):
        os.kill(os.getpid(), signal.SIGKILL)
    return [[Result(assignment.job.name)] for assignment in task]


def test_a_text_that_kills_its_worker_is_reported_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docconvert.batch.crew.do_task", _deadly)
    names = [*(f"{number}.txt" for number in range(60)), "deadly.txt"]
    executor = Processes(2)
    try:
        jobs = [Assignment(Job((Path(name),))) for name in names]
        outcomes = {job.name.name: list(results) for job, results in Crew(executor, 2).do(jobs, Settings())}
    finally:
        executor.shutdown()
    assert set(outcomes) == set(names)
    lost = {name for name, results in outcomes.items() if results[0].errors}
    assert lost == {"deadly.txt"}
    (error,) = outcomes["deadly.txt"][0].errors
    assert f"died {_ATTEMPTS + 1} times" in error.message
    assert "--jobs 1" in error.hint


def _pid() -> int:
    return os.getpid()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _unpicklable() -> object:
    return lambda: None


def _fails() -> None:
    raise InputError("there is no text", "look")


def test_the_executor_outlives_its_workers() -> None:
    with Processes(1) as executor:
        first = executor.submit(_pid).result()
        assert executor.submit(_pid).result() == first != os.getpid()
        with pytest.raises(WorkerDiedError):
            executor.submit(_die).result()
        assert executor.submit(_pid).result() not in (first, os.getpid())
        with pytest.raises(InputError, match="no text") as caught:
            executor.submit(_fails).result()
        assert caught.value.hint == "look"
        with pytest.raises(Exception, match="pickle"):
            executor.submit(_unpicklable).result()
        assert executor.submit(_pid).result() != os.getpid()


@pytest.mark.parametrize("given", ["file", "standard input"])
def test_a_program_without_a_guard_is_told_of_it(archive: Path, given: str) -> None:
    program = Path("program.py")
    program.write_text(
        "import docconvert\n"
        "for result in docconvert.convert_many(['archive'], ['json'], 'out', workers=2):\n"
        "    print(result)\n"
    )
    command = [sys.executable, *(["-"] if given == "standard input" else ["program.py"])]
    with program.open() as file:
        done = subprocess.run(command, stdin=file, capture_output=True, text=True, timeout=120, check=False)
    # All of the run, not each text.
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.rstrip().endswith(
        "NoWorkersError: worker processes cannot start: each begins by running the program anew"
    )


def test_whatever_goes_wrong_with_a_worker_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Processes, "_started", lambda self: 1 / 0)
    with Processes(1) as executor, pytest.raises(ZeroDivisionError):
        executor.submit(os.getpid).result(timeout=60)


def test_a_target_that_cannot_be_put_in_its_place_is_an_error(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def replaced(self: Path, other: Path) -> Path:
        if other.name == "7.json":
            raise OSError(5, "Input/output error")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", replaced)
    with ThreadPoolExecutor(2) as executor:  # where the fault is seen
        results = list(convert_many([archive], ["json", "tree"], "out", executor=executor, workers=2))

    (wrong,) = (result for result in results if result.errors)
    assert [output.path.name for output in wrong.outputs] == ["7.tree"]
    assert "7.json: cannot be written: Input/output error" in wrong.errors[0].message
    assert len(tree("out")) == 2 * 120 - 1
    assert not list(Path("out").rglob(".*.tmp"))


def test_tasks_that_wait_can_be_cancelled() -> None:
    executor = Processes(1)
    futures = [executor.submit(time.sleep, 0.2) for _ in range(20)]
    begun = time.monotonic()
    executor.shutdown(cancel_futures=True)
    assert time.monotonic() - begun < 3
    assert sum(future.cancelled() for future in futures) >= 18


@pytest.mark.parametrize(
    "error", [InputError("a", "b"), UnknownFormatError("pfd", ["pdf"]), DocconvertError("c")]
)
def test_errors_come_back_from_workers_as_they_are(error: DocconvertError) -> None:
    with Processes(1) as executor:
        back = executor.submit(_same, error).result()
    assert (type(back), back.message, back.hint, str(back)) == (
        type(error), error.message, error.hint, str(error),
    )  # fmt: skip


def _same(value: DocconvertError) -> DocconvertError:
    return value


class _Flaky(ThreadPoolExecutor):
    """An executor of somebody else's, some of whose tasks are lost."""

    def __init__(self) -> None:
        super().__init__(2)
        self.calls = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        if self.calls % 3 == 1:
            lost: Future[Any] = Future()
            lost.set_exception(RuntimeError("the node is gone"))
            return lost
        return super().submit(fn, *args, **kwargs)


def test_an_executor_of_ones_own_does_the_work(archive: Path) -> None:
    list(convert_many([archive], ["docx"], "undisturbed"))
    with _Flaky() as executor:
        results = list(convert_many([archive], ["docx"], "out", executor=executor, workers=2))
        assert executor.submit(_pid) is not None  # it was not shut down
    assert not any(result.errors for result in results if "died" not in str(result.errors))
    assert set(tree("out").items()) <= set(tree("undisturbed").items())


class _Broken(ThreadPoolExecutor):
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise BrokenExecutor("gone")


def test_an_executor_that_is_broken_is_said(archive: Path) -> None:
    with _Broken() as executor, pytest.raises(DocconvertError, match="the workers are gone") as caught:
        list(convert_many([archive], ["docx"], "out", executor=executor, workers=2))
    assert "run it again" in caught.value.hint


def test_what_stands_needs_no_worker(archive: Path) -> None:
    first = {result.source: result for result in convert_many([archive], ["docx", "epub"], "out", workers=2)}
    with _Broken() as executor:
        again = list(convert_many([archive], ["docx", "epub"], "out", executor=executor, workers=2))
    assert len(again) == len(first)
    for result in again:
        before = first[result.source]
        assert result.is_unchanged
        assert (result.about, result.notices, result.outputs) == (
            before.about,
            before.notices,
            before.outputs,
        )


def test_a_format_that_cannot_be_sent_is_said() -> None:
    made = Format("shout", ".shout", lambda document, style, output, *, notify: b"")
    assignment = Assignment(Job((Path("a.txt"),), (Target(Path("a.shout"), made),)))
    with (
        Processes(1) as executor,
        pytest.raises(DocconvertError, match="cannot be sent to workers") as caught,
    ):
        list(Crew(executor, 1).do([assignment], Settings()))
    assert "--jobs 1" in caught.value.hint


# --- the program dies


ALL = "docx,epub,pdf"


def command(*flags: str, to: str = "docx") -> list[str]:
    return [sys.executable, "-m", "docconvert", "archive", "--to", to, "-o", "out", "--jobs", "2", *flags]


def test_a_run_that_was_killed_goes_on_until_all_is_done(archive: Path) -> None:
    subprocess.run(command(to=ALL), check=True, capture_output=True)
    undisturbed = tree("out")
    Path("out").rename("undisturbed")
    rolls = random.Random(5)
    killed = 0
    while True:
        process = subprocess.Popen(command(to=ALL), stderr=subprocess.DEVNULL)
        wanted = len(list(Path("out").rglob("*.*"))) + rolls.randint(5, 90)
        while process.poll() is None and len(list(Path("out").rglob("*.*"))) < wanted:
            time.sleep(0.01)
        if process.returncode is not None:
            assert process.returncode == 0
            break
        process.kill()
        process.wait()
        killed += 1
        made = tree("out")
        assert all(undisturbed[name] == made[name] for name in made if not name.endswith(".tmp"))
    assert killed
    # What was left half-written is swept away.
    subprocess.run(command("--rebuild", to=ALL), check=True, capture_output=True)
    assert tree("out") == undisturbed


def test_workers_do_not_outlive_the_program(archive: Path) -> None:
    process = subprocess.Popen(command(), stderr=subprocess.PIPE)
    for _ in range(200):
        if workers := workers_of(process.pid):
            break
        time.sleep(0.02)
    process.kill()
    process.communicate()
    for _ in range(300):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        time.sleep(0.02)
    pytest.fail("a worker goes on")


HEEDING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # which what runs in the background ignores
from docconvert.__main__ import run
run()
"""


def test_an_interrupt_ends_it_cleanly(archive: Path) -> None:
    flags = command(to=ALL)[3:]
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING, *flags], stderr=subprocess.PIPE, start_new_session=True
    )
    while len(list(Path("out").rglob("*.*"))) < 100:  # of 360
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all of them
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "interrupted" in said.decode()
    assert "Traceback" not in said.decode()
    assert not list(Path("out").rglob("*.tmp"))
    done = subprocess.run(command(to=ALL), check=True, capture_output=True)
    assert b"unchanged" in done.stderr


# --- the disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only the superuser can make a small file system")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_disk_is_one_clear_error(archive: Path, small_disk: Path, workers: str) -> None:
    arguments = ["archive", "--to", "docx", "-o", str(small_disk / "out"), "--jobs", workers]
    done = subprocess.run([sys.executable, "-m", "docconvert", *arguments], check=False, capture_output=True)
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert "the disk is full: the rest was not converted" in said or "database or disk is full" in said
    assert said.count("error:") < 12
    assert "Traceback" not in said
    list(convert_many([archive], ["docx"], "undisturbed"))
    whole = tree("undisturbed")
    for path in (small_disk / "out").rglob("*.docx"):
        name = path.relative_to(small_disk / "out").as_posix()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == whole[name]
    assert not list(small_disk.rglob("*.tmp"))


def test_a_disk_that_cannot_be_written_to_is_one_clear_error(archive: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    arguments = ["archive", "--to", "docx", "-o", str(small_disk / "out")]
    done = subprocess.run([sys.executable, "-m", "docconvert", *arguments], check=False, capture_output=True)
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert "Read-only file system" in said
    assert said.count("error:") == 1
    assert "hint: " in said


def test_a_text_that_goes_away_is_reported_alone(archive: Path) -> None:
    running = convert_many([archive], ["docx"], "out")
    first = next(running)
    Path("archive/0/115.txt").unlink()
    Path("archive/0/110.txt").write_text("霜降\n\n水變了。", "utf-8")
    results = [first, *running]
    assert [result.source.name for result in results if result.errors] == ["115.txt"]
    assert len(results) == 120
    again = list(convert_many([archive], ["docx"], "out"))
    assert all(result.is_unchanged for result in again)
