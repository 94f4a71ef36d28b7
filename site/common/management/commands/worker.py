"""The queue worker under a small supervisor.

django-q2 stops working for ever when one of its idle worker processes is killed, by the system's out-of-memory
killer for instance: the dead process held the lock of the queue all others wait for (django-q2 issue 23). The
cluster notices the death and says so in its log, but nothing else. So this command runs the cluster, reads what
it says, and replaces it as a whole when one of its processes died a sudden death. Tasks that were under way are
delivered again after Q_CLUSTER's `retry`; that is why every task is idempotent.
"""

import argparse
import contextlib
import ctypes
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import IO, Any

from django.core.management.base import BaseCommand

SUDDEN_DEATH = re.compile(r"reincarnated .* after (sudden )?death")
LOOK_EVERY_SECONDS = 0.5
PAUSE_BEFORE_RESTART_SECONDS = 1.0
PR_SET_PDEATHSIG = 1  # from Linux' <sys/prctl.h>


class Command(BaseCommand):
    """Runs django-q2's cluster until SIGTERM or SIGINT, and replaces it when it breaks; leaves no process behind."""

    help = "Run the queue worker, and run it again when it breaks."
    requires_system_checks: list[str] = []  # the cluster itself runs them
    stopping = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add --grace."""
        parser.add_argument(
            "--grace",
            type=float,
            default=75.0,
            help="seconds a task under way may take to finish when the worker is told to stop (default: 75)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one cluster after the other until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._run_cluster(grace=options["grace"])
            if not self.stopping:
                self.stdout.write("The queue cluster ended; starting a new one.")
                time.sleep(PAUSE_BEFORE_RESTART_SECONDS)

    def _stop(self, signal_number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _run_cluster(self, *, grace: float) -> None:
        """Run a cluster and return when it ended, was told to stop, or lost a process; nothing of it is left then."""
        with subprocess.Popen(
            [sys.executable, sys.argv[0], "qcluster"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches this command alone, and the session can be killed as one
            preexec_fn=_end_with_parent,
        ) as cluster:
            try:
                assert cluster.stdout is not None  # noqa: S101  # it is a pipe
                self._watch(cluster, cluster.stdout, grace)
            finally:
                with contextlib.suppress(ProcessLookupError):  # all of it ended by itself
                    os.killpg(cluster.pid, signal.SIGKILL)

    def _watch(self, cluster: subprocess.Popen[bytes], output: IO[bytes], grace: float) -> None:
        """Pass on what the cluster says until it ends, says that a process died, or its time to stop is over."""
        stop_by: float | None = None
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while cluster.poll() is None:
                if selector.select(LOOK_EVERY_SECONDS):
                    said = os.read(output.fileno(), 65536).decode(errors="replace")
                    self.stdout.write(said, ending="")
                    self.stdout.flush()
                    if SUDDEN_DEATH.search(said):
                        return
                if self.stopping and stop_by is None:
                    stop_by = time.monotonic() + grace
                    cluster.terminate()
                if stop_by is not None and time.monotonic() > stop_by:
                    return


def _end_with_parent() -> None:
    """Have Linux tell the cluster to stop when this command is killed so that it can not do so itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
