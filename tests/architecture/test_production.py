"""A production installation refuses to start while something is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from common.checks import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
NAMES = [*REQUIRED, "DATABASE_URL", "BASE_URL", "SIGNING_PKCS12", "SIGNING_TRUST_ANCHORS"]
START = "import config.wsgi"
CHECK = "from django.core.management import execute_from_command_line as run; run(['manage.py', 'check'])"


@pytest.mark.parametrize("program", [START, CHECK], ids=["web server", "check"])
def test_names_every_missing_variable(program: str, tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DATA_DIR": str(tmp_path),
    }

    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert answer.returncode != 0
    assert [name for name in NAMES if name not in answer.stderr] == []
    assert not (tmp_path / "postgres").exists(), "production started a database server of its own"
