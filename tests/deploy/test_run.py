"""The parts of `make run` that can be looked at without a whole start."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "site" / "deploy" / "run.py"
SOME_DEAD_PID = 2**22 + 1  # beyond the largest number Linux gives


@pytest.fixture(scope="module")
def run() -> ModuleType:
    """The program as a module; its folder is no package."""
    spec = importlib.util.spec_from_file_location("run", RUN)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_says_that_the_port_is_taken_before_it_starts_anything(busy_port: int, tmp_path: Path):
    environment = {**os.environ, "PORT": str(busy_port), "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}

    answer = subprocess.run([sys.executable, RUN], env=environment, capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert f"port {busy_port} on 127.0.0.1 can not be used" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_free_port_is_free(run: ModuleType, busy_port: int):
    run.ensure_port_is_free("127.0.0.1", 0)
    with pytest.raises(run.StartFailed, match="make run PORT="):
        run.ensure_port_is_free("127.0.0.1", busy_port)


def test_children_know_database_and_address(run: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("BASE_URL", raising=False)

    environment = run.child_environment("127.0.0.1", 8123, "postgres://somewhere/izin")

    assert environment["DATABASE_URL"] == "postgres://somewhere/izin"
    assert environment["BASE_URL"] == "http://localhost:8123"
    assert environment["WEB_PORT"] == "8123"


def test_a_base_url_given_stays(run: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BASE_URL", "https://izin.example")

    assert run.child_environment("127.0.0.1", 8000, "postgres://x/y")["BASE_URL"] == "https://izin.example"


def test_given_database_is_used_as_it_is(run: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/izin")

    with run.database_url() as url:
        assert url == "postgres://somewhere/izin"


@pytest.mark.parametrize("pid", [SOME_DEAD_PID, os.getpid()], ids=["no process", "another program"])
def test_pid_file_of_a_server_that_crashed_is_removed(run: ModuleType, tmp_path: Path, pid: int):
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{pid}\n{tmp_path}\n")

    run.forget_dead_server(tmp_path)

    assert not pid_file.exists()


def test_only_living_users_of_the_server_are_remembered(run: ModuleType, tmp_path: Path):
    users = tmp_path / ".handle_pids.json"
    users.write_text(json.dumps([SOME_DEAD_PID, os.getpid()]))

    run.forget_dead_users(tmp_path)

    assert json.loads(users.read_text()) == [os.getpid()]


def test_not_ready_while_nobody_answers(run: ModuleType):
    assert run.is_ready("127.0.0.1", 1) is False


def test_stop_leaves_nothing_of_the_session(run: ModuleType):
    shell = subprocess.Popen(
        ["sh", "-c", "sleep 300 & echo $!; wait"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert shell.stdout is not None
    with shell.stdout:
        background = psutil.Process(int(shell.stdout.readline()))

        run.stop(shell)

    assert shell.returncode == -signal.SIGTERM
    psutil.wait_procs([background], timeout=5)
    assert not background.is_running() or background.status() == psutil.STATUS_ZOMBIE
