"""`manage.py worker`, really started on the test database."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django_q.models import Task
from django_q.tasks import async_task

ROOT = Path(__file__).resolve().parents[2]
IDLE_WORKERS = int(str(settings.Q_CLUSTER["workers"]))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "worker.log"


@pytest.fixture
def worker(database_url: str, log: Path) -> Iterator[psutil.Popen]:
    """A worker that has done its first task."""
    with log.open("wb") as output:
        process = psutil.Popen(
            [sys.executable, "manage.py", "worker", "--grace", "5"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database_url,
                "DJANGO_SETTINGS_MODULE": "tests.common.worker_settings",
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    family: list[psutil.Process] = []
    try:
        run_a_task()
        family = children(process)
        yield process
    finally:
        if process.is_running():
            family += [process, *children(process)]
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        process.wait()
        print(log.read_text())  # noqa: T201  # pytest shows it when the test fails


def test_tasks_run_again_after_idle_workers_are_killed(worker: psutil.Popen, log: Path):
    before = children(worker)
    # The cluster's main process has one child, the sentinel; that one starts its workers first.
    sentinel = worker.children()[0].children()[0]
    for idle in sorted(sentinel.children(), key=lambda process: process.pid)[:IDLE_WORKERS]:
        idle.send_signal(signal.SIGKILL)

    wait_for(lambda: "starting a new one" in log.read_text())
    run_a_task()

    assert not any(is_alive(process) for process in before)


def test_sigterm_ends_every_process(worker: psutil.Popen):
    family = children(worker)

    worker.terminate()

    assert worker.wait(10) == 0
    assert not any(is_alive(process) for process in family)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_cluster_ends_when_the_supervisor_is_killed(worker: psutil.Popen):
    family = children(worker)

    worker.kill()

    wait_for(lambda: not any(is_alive(process) for process in family))


def run_a_task() -> None:
    task_id = async_task("math.factorial", 5)
    wait_for(lambda: Task.objects.filter(id=task_id, success=True).exists())


def children(process: psutil.Process) -> list[psutil.Process]:
    return process.children(recursive=True)


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
