"""The workers of a Dask cluster, as an executor: other computers do the jobs of a plan.

    crew ─tasks→ scheduler → workers ─results→ crew

docconvert is installed where the workers are, and reads fonts and bundled templates there; the texts, the
outputs and whatever else the user names are seen by all of them, under the same paths. Dask gives the tasks
of a worker that died to others; where several have died, the crew tries them again, each alone.
"""

from __future__ import annotations

import logging
import os
import warnings
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from docconvert import __version__, files
from docconvert.batch.crew import WorkersDiedError
from docconvert.errors import DocconvertError, UsageError
from docconvert.writers.stamp import source_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from distributed import Client
    from distributed import Future as Task

_CONNECTED = 10.0
"""Seconds in which a scheduler answers, or has workers, or is found again when it was lost."""
_LOOKED = 5.0
"""Seconds between looks at whether there are still workers."""
_ALONE = 120.0
"""Seconds that a cluster may be without any worker: as long as new ones may take to start."""
_GO_ON = "run it again: it goes on where it was"

_Result = TypeVar("_Result")


class Cluster(Executor):
    """The workers of a Dask cluster.

    Args:
        address: that of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        UsageError: Dask is not installed, the address is none, or a worker has another docconvert.
        DocconvertError: there is no scheduler at the address, or it has no workers; later, from ``submit``:
            the scheduler is lost, or all workers are.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
        try:
            self.workers = self._counted()
            """How many tasks they do at once: the sum of their threads."""
            self._check_versions()
        except BaseException:
            self._client.close()
            raise
        self._given: dict[Task[Any], Future[Any]] = {}
        self._ended = Event()
        self._is_deserted = False
        Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Have a function called by a worker; function, arguments and result must be picklable."""
        if self._is_deserted:
            raise DocconvertError(
                f"the cluster at {self._address} has no workers any more", f"start some, and {_GO_ON}"
            )
        if self._client.status != "running":
            raise DocconvertError(
                f"the scheduler at {self._address} is lost", f"see that it is running, and {_GO_ON}"
            )
        future: Future[_Result] = Future()
        future.set_running_or_notify_cancel()
        # Dask's own executor says nothing of a task whose result was on its way when a connection broke.
        task = self._client.submit(fn, *args, pure=False, **kwargs)
        self._given[task] = future
        task.add_done_callback(self._pass_on)
        return future

    def _pass_on(self, task: Task[Any]) -> None:
        """Pass on what became of a task; one that Dask gave up because its workers died is told as such."""
        from distributed.scheduler import KilledWorker

        future = self._given[task]
        try:
            result = task.result()
        except KilledWorker as error:
            future.set_exception(WorkersDiedError(str(error)))
        except (CancelledError, OSError) as error:  # given up, or its result was lost on the way
            future.set_exception(BrokenExecutor(str(error)))
        except Exception as error:  # that of the function
            future.set_exception(error)
        else:
            future.set_result(result)
        del self._given[task]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on."""
        self._ended.set()
        if self._client.status == "running":
            if wait and not cancel_futures:
                wait_for(list(self._given.values()))
            self._client.cancel(list(self._given))
        self._client.close(timeout=_CONNECTED)

    def check_sees(self, paths: Sequence[Path], folders: Sequence[Path]) -> None:
        """Check that all workers see the files of a run as this computer does.

        Args:
            paths: files and folders that there are.
            folders: folders to write to; they are made if there are none.

        Raises:
            UsageError: a worker does not see one of them.
            OutputError: a folder cannot be written to.
        """
        marks = [folder.absolute() / f".docconvert-{os.urandom(8).hex()}.tmp" for folder in folders]
        try:
            for mark in marks:
                files.write_target(mark, b"seen by all workers?")
            self._check_seen([*(path.absolute() for path in paths), *marks])
        finally:
            for mark in marks:
                mark.unlink(missing_ok=True)

    def _check_seen(self, paths: Sequence[Path]) -> None:
        found: Mapping[str, Seen] = self._client.run(look_around, paths, on_error="ignore")
        for worker, (unseen, date) in found.items():
            if date != source_date():
                raise UsageError(
                    f"SOURCE_DATE_EPOCH is another one for the worker at {worker}",
                    "set it for all workers as it is here, or nowhere",
                )
            if unseen:
                # Of a folder to write to it is the mark in it that was looked for.
                name = unseen.parent if unseen.suffix == ".tmp" else unseen
                raise UsageError(
                    f"the worker at {worker} does not see {name} of this computer",
                    "let all computers share it under the same path",
                )

    def _counted(self) -> int:
        try:
            self._client.wait_for_workers(1, timeout=_CONNECTED)
        except TimeoutError as error:
            raise DocconvertError(
                f"the cluster at {self._address} has no workers",
                f"start some: dask worker {self._address} --nthreads 1",
            ) from error
        return sum(self._client.nthreads().values())

    def _check_versions(self) -> None:
        versions = self._client.get_versions(packages=["docconvert"])
        ours = versions["client"]["packages"]["distributed"]
        if (theirs := versions["scheduler"]["packages"]["distributed"]) != ours:
            raise _mismatch("scheduler", "distributed", theirs, ours)
        for worker, about in versions["workers"].items():
            packages = about["packages"]
            if packages["distributed"] != ours:
                raise _mismatch(f"worker at {worker}", "distributed", packages["distributed"], ours)
            if packages["docconvert"] != __version__:
                raise _mismatch(f"worker at {worker}", "docconvert", packages["docconvert"], __version__)

    def _watch(self) -> None:
        """Give all tasks up when there has been nobody to do them for long: Dask would wait for ever."""
        alone = 0.0
        while not self._ended.wait(_LOOKED):
            with suppress(Exception):  # that the scheduler is lost, submit says
                alone = 0 if self._client.nthreads() else alone + _LOOKED
            if alone >= _ALONE:
                self._is_deserted = True
                self._client.cancel(list(self._given))
                return


@contextmanager
def joined(address: str) -> Iterator[Cluster]:
    """Join a cluster, and leave it in the end without waiting for what it still does; raise as it does."""
    cluster = Cluster(address)
    try:
        yield cluster
    finally:
        cluster.shutdown(wait=False, cancel_futures=True)


class Seen(NamedTuple):
    """What a worker finds around it."""

    unseen: Path | None
    """The first of some files and folders that is not to be seen."""
    date: datetime | None
    """The date that files get."""


def look_around(paths: Sequence[Path]) -> Seen:
    """Return what is found where this is called."""
    return Seen(next((path for path in paths if not os.path.lexists(path)), None), source_date())


def _connected(address: str) -> Client:
    try:
        from distributed import Client
        from distributed.comm import get_address_host_port
    except ImportError as error:
        raise UsageError(
            "--scheduler needs Dask, which is not installed", "pip install 'docconvert[cluster]'"
        ) from error
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said by errors of ours
    try:
        get_address_host_port(address)
    except ValueError as error:
        hint = "such as tcp://10.0.0.1:8786"
        raise UsageError(f"{address!r} is no address of a scheduler", hint) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about versions: those that matter are checked
            return Client(address, timeout=_CONNECTED, set_as_default=False, name="docconvert")
    except Exception as error:  # whatever comes of talking to something else than a scheduler
        raise DocconvertError(
            f"there is no scheduler to be reached at {address}",
            "check the address, and that it is running: dask scheduler",
        ) from error


def _mismatch(where: str, package: str, theirs: str | None, ours: str) -> UsageError:
    has = f"has {package} {theirs}" if theirs else f"has no {package}"
    hint = f"install the same everywhere: pip install {package}=={ours}"
    return UsageError(f"the {where} {has}, and here is {ours}", hint)
