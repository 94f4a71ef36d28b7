"""Signs permits in processes that are killed at a named moment; started by test_crash.py.

Reads one job a line: {"application", "officer", "turn", "passphrase", "patch": "module:name", "when"}. Each
is done by a child of its own, which kills itself with SIGKILL before or after the patched function; the line that
comes back is how the child ended, as `os.waitstatus_to_exitcode` says it.
"""

import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def work(job: dict[str, Any]) -> None:
    """Issue one permit; does not come back when the patch is reached."""
    from izin.accounts.models import User
    from izin.permits.services.issuing import permit_issue

    module_name, _colon, name = job["patch"].partition(":")
    module = importlib.import_module(module_name)
    original = getattr(module, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        if job["when"] == "after":
            original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, dying)
    permit_issue(
        application_id=job["application"],
        actor=User.objects.get(pk=job["officer"]),
        turn=job["turn"],
        passphrase=job["passphrase"],
    )


def main() -> None:
    """Start Django once; fork for each job."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    importlib.import_module("izin.permits.services.issuing")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(line))
            except BaseException:  # noqa: BLE001 - told to whoever reads the output of the test
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
