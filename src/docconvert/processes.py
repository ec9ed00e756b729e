"""Worker processes on this computer, as an executor that outlives the death of any of them.

The executor of the standard library breaks as a whole when one process is killed. Here each process has a
thread of ours that hands it one task at a time: the task during which it dies fails, and the next one gets a
new process.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from docconvert.errors import NoWorkersError
from docconvert.format import writer_module

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

_ALLOCATIONS = 100_000
"""Between searches for garbage: a book is many small tuples, none of them garbage."""

_Result = TypeVar("_Result")


def available() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_ready(formats: Sequence[str]) -> None:
    """Begin to load what workers need to write formats, while this process does something else."""
    if _context(formats).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


class WorkerDiedError(BrokenExecutor):
    """The process that worked on a task was killed, or the system had no memory for it."""


class _Worker(NamedTuple):
    process: BaseProcess
    connection: Connection


class Processes(Executor):
    """An executor of processes, which are started when they are needed.

    Args:
        workers: how many there are at most.
        formats: those that they write; where processes are forked, the writers are loaded once for all.
    """

    def __init__(self, workers: int, formats: Sequence[str] = ()) -> None:
        self._workers = workers
        self._context = _context(formats)
        self._tasks: SimpleQueue[tuple[Future[Any], bytes] | None] = SimpleQueue()
        self._threads: list[Thread] = []

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Have a function called by a worker; function, arguments and result must be picklable."""
        future: Future[_Result] = Future()
        self._tasks.put((future, pickle.dumps((fn, args, kwargs))))
        if len(self._threads) < self._workers:
            thread = Thread(target=self._serve, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers end, after all tasks, or after those they are at."""
        if cancel_futures:
            try:
                while item := self._tasks.get_nowait():
                    item[0].cancel()
            except Empty:
                pass
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _serve(self) -> None:
        """Hand tasks to a worker until there are no more."""
        worker: _Worker | None = None
        while item := self._tasks.get():
            future, call = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._started()
                worker.connection.send_bytes(call)
                answer = worker.connection.recv_bytes()
            except Exception as error:  # whatever it is, nobody must wait for this task for ever
                _end(worker)
                worker = None
                died = isinstance(error, EOFError | OSError)
                future.set_exception(WorkerDiedError("the worker died") if died else error)
            else:
                _answer(future, answer)
        _end(worker)

    def _started(self) -> _Worker:
        """Return a new worker.

        Raises:
            NoWorkersError: Python ends by itself before it can do anything.
            EOFError: it was killed.
        """
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs,), daemon=True)
        try:
            process.start()
        except RuntimeError as error:  # this process is a worker itself, and is running the program anew
            raise _unstartable() from error
        theirs.close()  # so that ours ends when the process does
        worker = _Worker(process, ours)
        try:
            ours.recv_bytes()
        except EOFError:
            _end(worker)
            if (process.exitcode or 0) > 0:
                raise _unstartable() from None
            raise
        return worker


_NEEDED = ("docconvert.batch.crew", "docconvert.batch.warm")
"""What all tasks need."""


def _unstartable() -> NoWorkersError:
    """Return what is wrong where Python ends by itself before it can do anything."""
    return NoWorkersError(
        "worker processes cannot start: each begins by running the program anew",
        "put what it does under: if __name__ == '__main__'",
    )


def _context(formats: Sequence[str]) -> ForkServerContext | SpawnContext:
    if sys.platform != "linux" or "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    # A server that has loaded what workers need makes them in no time, and they share its memory.
    context = get_context("forkserver")
    context.set_forkserver_preload([*_NEEDED, *filter(None, map(writer_module, formats))])
    return context


def _end(worker: _Worker | None) -> None:
    if worker:
        worker.connection.close()
        worker.process.join()


def _answer(future: Future[Any], answer: bytes) -> None:
    try:
        result, error = pickle.loads(answer)  # noqa: S301 - from our own worker
    except Exception as unreadable:  # an error or result of a class that cannot be made again
        future.set_exception(unreadable)
        return
    if error:
        future.set_exception(error)
    else:
        future.set_result(result)


def _work(connection: Connection) -> None:
    """Do what comes through a connection, until it is closed or its other end dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to answer
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    with suppress(EOFError, OSError):
        connection.send_bytes(b"ready")
        while True:
            connection.send_bytes(_done(connection.recv_bytes()))


def _done(call: bytes) -> bytes:
    """Call a function, and return what it returns or raises."""
    try:
        function, args, kwargs = pickle.loads(call)  # noqa: S301 - from our own parent
        return pickle.dumps((function(*args, **kwargs), None))
    except Exception as error:  # it is the caller's
        try:
            return pickle.dumps((None, error))
        except Exception:  # it holds what cannot be sent
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
