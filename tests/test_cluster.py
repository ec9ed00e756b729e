"""A Dask cluster does the work: real schedulers and workers on this computer, some of which are killed."""

from __future__ import annotations

import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docconvert import __version__, load_style
from docconvert.batch import Settings, cluster, plan, results_of
from docconvert.batch.crew import WorkersDiedError
from docconvert.cli import main
from docconvert.errors import DocconvertError, ExitCode, StyleError, UsageError
from stores import objects, running_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("distributed", reason="Dask is not installed: pip install -e '.[dev]'")

SOURCES = 210
_SECONDS = 60

_ADDRESS = re.compile(r"Scheduler at:\s+(tcp://[0-9.:]+)")


@contextmanager
def started(*command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask's, which is killed in the end."""
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "dask", *command], stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(found: Callable[[], Any]) -> Any:
    """What is found in the end."""
    deadline = time.monotonic() + _SECONDS
    while not (result := found()):
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.02)
    return result


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    log = folder / "scheduler.log"
    options = (
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--no-show",
        "--dashboard-address",
        ":0",
    )
    with started("scheduler", *options, log=log) as process:
        yield until(lambda: _ADDRESS.search(log.read_text()))[1], process


def worker(address: str, folder: Path) -> Any:
    """One with one thread, and nobody who would start it again."""
    folder.mkdir()
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
    return started("worker", address, *options, log=folder / "log")


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(SOURCES):
        path = tmp_path / "texts" / f"{number // 60}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"春訊第{number}號\n\n第一章　立春\n\n風從東來,水向西去。\n" * 3, "utf-8")
    return tmp_path / "texts"


def docconvert(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "docconvert", *arguments], stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=_SECONDS)
    return process.returncode, told


def written(folder: str) -> dict[str, bytes]:
    found = (path for path in Path(folder).rglob("[!.]*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def some_are_written(folder: str) -> bool:
    return sum(1 for _ in Path(folder).rglob("*.docx")) > 20


def test_a_worker_that_is_killed_costs_nothing(sources: Path, tmp_path: Path) -> None:
    request = ("texts", "--to", "docx,json", "--style", "official")
    with (
        scheduler(tmp_path) as (address, _),
        worker(address, tmp_path / "one") as victim,
        worker(address, tmp_path / "two"),
    ):
        run = docconvert(*request, "-o", "out", "--scheduler", address)
        until(lambda: some_are_written("out"))
        victim.send_signal(signal.SIGKILL)
        assert len(written("out")) < 2 * SOURCES
        assert ended(run)[0] == 0

        assert main([*request, "-o", "local", "-q"]) == 0
        assert len(written("out")) == 2 * SOURCES
        assert written("out") == written("local")

        code, told = ended(docconvert(*request, "-o", "out", "--scheduler", address))
        assert (code, f"0 converted, {SOURCES} unchanged" in told) == (0, True)


def test_without_its_scheduler_a_run_ends_and_the_next_goes_on(sources: Path, tmp_path: Path) -> None:
    request = ("texts", "--to", "docx,json", "-o", "out")
    with scheduler(tmp_path) as (address, process), worker(address, tmp_path / "one"):
        run = docconvert(*request, "--scheduler", address, "-q")
        until(lambda: some_are_written("out"))
        process.send_signal(signal.SIGKILL)
        code, told = ended(run)
    assert code == ExitCode.FAILED
    assert told.splitlines() == [
        f"docconvert: error: the scheduler at {address} is lost",
        "hint: see that it is running, and run it again: it goes on where it was",
    ]
    code, told = ended(docconvert(*request))
    assert code == 0
    assert int(re.findall(r"(\d+) unchanged", told)[0]) > 0
    assert len(written("out")) == 2 * SOURCES


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with one worker."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as (address, _), worker(address, folder / "one"):
        yield address


def test_files_are_named_from_the_working_directory(
    small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("春訊\n\n今日立春。\n", "utf-8")
    Path("empty.txt").touch()
    Path("looks").mkdir()
    Path("looks/style.toml").write_text('[body]\nsize = "20pt"\n', "utf-8")
    request = ("a.txt", "empty.txt", "--to", "docx", "--style", "looks")

    code, told = ended(docconvert(*request, "-o", "out/", "--scheduler", small))

    assert code == ExitCode.FAILED
    assert sorted(told.splitlines()) == [
        f"{tmp_path}/out/a.docx",
        f"docconvert: error: {tmp_path}/empty.txt: the file is empty",
        "hint: check that it was saved or downloaded whole",
    ]
    main([*request, "-o", "local", "-q"])
    assert written("out") == written("local")


def test_a_cluster_works_on_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("texts").mkdir()
    with running_store() as store:
        for name, value in store.environment.items():
            monkeypatch.setenv(name, value)
        for number in range(5):
            text = f"春訊第{number}號\n\n風從東來,水向西去。\n".encode()
            Path(f"texts/{number}.txt").write_bytes(text)
            store.client.put_object(Bucket="archive", Key=f"texts/{number}.txt", Body=text)
        with scheduler(tmp_path) as (address, _), worker(address, tmp_path / "one"):
            request = ("s3://archive/texts", "--to", "epub", "-o", "s3://archive/out", "--scheduler", address)
            assert ended(docconvert(*request, "-q")) == (0, "")
        main(["texts", "--to", "epub", "-o", "local", "-q"])
        assert objects(store.client, "out/") == written("local")


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("春訊\n\n今日立春。\n", "utf-8")
    return "a.txt"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECTED", 1.0)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, the error and the hint, of a run in this process."""
    code = main(arguments)
    error, hint = capsys.readouterr().err.splitlines()
    return code, error.removeprefix("docconvert: error: "), hint.removeprefix("hint: ")


@pytest.mark.parametrize("address", ["nowhere", "foo://nowhere:1", "tcp://nowhere"])
def test_what_is_no_address(address: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, text, "--to", "docx", "--scheduler", address) == (
        ExitCode.USAGE,
        f"'{address}' is no address of a scheduler",
        "such as tcp://10.0.0.1:8786",
    )


@pytest.mark.usefixtures("impatient")
def test_nobody_at_the_address(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
    assert asked(capsys, text, "--to", "docx", "--scheduler", address) == (
        ExitCode.FAILED,
        f"there is no scheduler to be reached at {address}",
        "check the address, and that it is running: dask scheduler",
    )


@pytest.mark.usefixtures("impatient")
def test_no_workers(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with scheduler(tmp_path) as (address, _):
        assert asked(capsys, text, "--to", "docx", "--scheduler", address) == (
            ExitCode.FAILED,
            f"the cluster at {address} has no workers",
            f"start some: dask worker {address} --nthreads 1",
        )


def test_dask_is_not_installed(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert asked(capsys, text, "--to", "docx", "--scheduler", "127.0.0.1:1") == (
        ExitCode.USAGE,
        "--scheduler needs Dask, which is not installed",
        "pip install 'docconvert[cluster]'",
    )


def test_another_docconvert_is_installed_there(
    small: str, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.9")
    code, error, hint = asked(capsys, text, "--to", "docx", "--scheduler", small)
    assert code == ExitCode.USAGE
    assert re.fullmatch(rf"the worker at tcp://\S+ has docconvert {__version__}, and here is 99\.9", error)
    assert hint == "install the same everywhere: pip install docconvert==99.9"


def test_another_dask_is_there() -> None:
    error = cluster._mismatch("scheduler", "distributed", "2025.1.0", "2026.8.0")
    assert error.message == "the scheduler has distributed 2025.1.0, and here is 2026.8.0"
    assert error.hint == "install the same everywhere: pip install distributed==2026.8.0"


def test_files_that_workers_do_not_see(small: str, tmp_path: Path) -> None:
    with cluster.joined(small) as joined:
        joined.check_sees([tmp_path], [tmp_path / "out"])
        assert list((tmp_path / "out").iterdir()) == []
        with pytest.raises(
            UsageError, match=r"the worker at tcp://\S+ does not see /nowhere of this computer"
        ):
            joined.check_sees([Path("/nowhere")], [])


def test_another_date_is_set_there(small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster.joined(small) as joined:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is another one for the worker at tcp"):
            joined.check_sees([], [])


def test_nobody_waits_for_ever_for_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_LOOKED", 0.1)
    monkeypatch.setattr(cluster, "_ALONE", 0.3)
    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler(tmp_path))
        only = stack.enter_context(worker(address, tmp_path / "one"))
        joined = stack.enter_context(cluster.joined(address))
        future = joined.submit(time.sleep, 600)
        only.kill()
        with pytest.raises(BrokenExecutor):
            future.result(_SECONDS)
        with pytest.raises(DocconvertError, match="has no workers any more"):
            joined.submit(time.sleep, 0)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("a.txt --to docx -j 2", "--jobs is for processes of this computer"),
        ("- --to docx -o out", "workers of a cluster do not see standard input and output"),
        ("a.txt --to docx -o -", "workers of a cluster do not see standard input and output"),
        ("a.txt --to tree", "workers of a cluster do not see standard output"),
    ],
)
def test_what_a_cluster_is_no_use_for(
    arguments: str, error: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told, _ = asked(capsys, *arguments.split(), "--scheduler", "127.0.0.1:1")
    assert (code, told) == (ExitCode.USAGE, error)


# --- what becomes of tasks that fail


class Failing(Executor):
    """An executor whose tasks all fail."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
        self.submitted = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        future: Future[Any] = Future()
        if self.error:
            future.set_exception(self.error)
        else:
            future.cancel()
        return future


@pytest.mark.parametrize(
    ("error", "tasks", "message"),
    [
        (StyleError("no style 'looks'"), 1, "no style 'looks'"),
        (WorkersDiedError(), 1 + 2, "one worker after another died of it: it was killed, or the"),
        (BrokenExecutor(), 1 + 2 + 2, "its worker died 3 times: it was killed, or the text is too"),
        (None, 1 + 2 + 2, "its worker died 3 times: it was killed, or the text is too"),
        (
            ModuleNotFoundError("No module named 'docconvert'"),
            5,
            "its worker failed or died 3 times: ModuleNotFound",
        ),
    ],
)
def test_tasks_are_tried_again_where_that_may_help(
    error: BaseException | None, tasks: int, message: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("b.txt").write_text("秋訊\n", "utf-8")
    monkeypatch.setattr("docconvert.batch.crew._AHEAD", 1)
    executor = Failing(error)
    jobs = plan([Path("a.txt"), Path("b.txt")], ["docx"], "out")
    results = list(results_of(jobs, Settings(), executor=executor, workers=1))
    assert executor.submitted == tasks
    assert sorted(result.source.name for result in results) == ["a.txt", "b.txt"]
    assert all(str(result.errors[0]).startswith(message) for result in results)


def test_dask_gives_a_task_up_that_kills_its_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with (
        scheduler(tmp_path) as (address, _),
        worker(address, tmp_path / "one"),
        cluster.joined(address) as joined,
    ):
        assert isinstance(joined.submit(os._exit, 1).exception(_SECONDS), WorkersDiedError)


def test_what_a_task_raises_is_passed_on(small: str) -> None:
    with cluster.joined(small) as joined:
        assert joined.submit(divmod, 7, 2).result(_SECONDS) == (3, 1)
        assert isinstance(joined.submit(divmod, 7, 0).exception(_SECONDS), ZeroDivisionError)


def test_a_cluster_is_left_when_its_tasks_are_done(small: str) -> None:
    with cluster.Cluster(small) as joined:
        future = joined.submit(time.sleep, 0.3)
    assert future.done()


# --- styles travel by name


def test_a_bundled_style_is_read_where_docconvert_is_installed() -> None:
    style = load_style("official", ["body.size=20pt"])
    packed = pickle.dumps(style)
    assert len(packed) < 200
    assert os.fsencode(style.folder) not in packed
    assert pickle.loads(packed).body == style.body


def test_a_style_that_a_worker_does_not_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("looks").mkdir()
    Path("looks/style.toml").write_text('[body]\nsize = "20pt"\n', "utf-8")
    packed = pickle.dumps(load_style("looks"))
    assert pickle.loads(packed).body.size == 20
    Path("looks/style.toml").unlink()
    with pytest.raises(StyleError, match=r"looks has no style\.toml"):
        pickle.loads(packed)
