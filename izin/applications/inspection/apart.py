"""Starting a small program over a stranger's file: in a process of its own, without our secrets, and not for long."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

# A busy machine may need longer for what the process may use of its processor.
WALL_SECONDS = 6.0
# Processes at a time in one web process; a machine has few cores. The next upload waits for its turn.
_places = threading.BoundedSemaphore(2)
_logger = logging.getLogger(__name__)


def run_apart(program: Path, data: bytes, *arguments: str) -> Any:
    """Return what the program wrote as JSON about the bytes; None when it broke a limit, crashed or wrote none."""
    # Isolated (-I): neither our folders nor the user's are searched for modules.
    command = (sys.executable, "-I", str(program), *arguments)
    try:
        with _places:
            done = subprocess.run(  # noqa: S603 - our own interpreter and program
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Handed hostile files, it must hold no secret of ours.
                env={"LANG": "C.UTF-8", "TZ": "UTC"},
                timeout=WALL_SECONDS,
                check=True,
            )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        _logger.warning("Looking at an upload failed: %s", error)
        return None
