"""Sends files to a page in a process of its own and measures each; started by test_bad_uploads.py.

Reads {"person", "url", "files": [[path, name], ...]} from its input. Writes a line a file: status of the answer,
processor seconds, growth of the most memory the process ever had in bytes, and the page.
"""

import json
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def peak() -> int:
    """Return the most memory this process has had, in bytes; only macOS tells it so."""
    told = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told if sys.platform == "darwin" else told * 1024


def main() -> None:
    """Do the job."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.test.utils import setup_test_environment

    from izin.accounts.models import User

    setup_test_environment()
    job = json.load(sys.stdin)
    client = Client()
    client.force_login(User.objects.get(pk=job["person"]))
    client.get(job["page"])  # what is loaded once is not the file's doing
    for path, name in job["files"]:
        file = SimpleUploadedFile(name, Path(path).read_bytes())
        before, start = peak(), time.process_time()
        response = client.post(job["url"], {"file": file})
        seconds, growth = time.process_time() - start, peak() - before
        answer = [response.status_code, seconds, growth, response.content.decode()]
        sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    main()
