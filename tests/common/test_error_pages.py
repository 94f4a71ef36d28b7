"""What a visitor is told when something is wrong, with a database that is really out of reach (P12, N4)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

SECONDS = 10
# Nobody listens there: every look at the database fails.
NOWHERE = "postgres://nobody@127.0.0.1:1/none"
PATHS = ["/", "/syarat/", "/izin-terbit/", "/tidak-ada/", "/cari/?q=izin"]


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """Ask a process without a database for everything, and return what it said of each."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("ask_without_database.py"), *PATHS],
        env={**os.environ, "DATABASE_URL": NOWHERE},
        capture_output=True,
        text=True,
        check=True,
    )
    return {answer["path"]: answer for answer in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("path", [*PATHS, "logged in"])
def test_a_page_without_a_database_says_in_words_that_it_is_our_fault_and_whom_to_call(
    answers: dict[str, dict[str, Any]], path: str
) -> None:
    answer = answers[path]
    assert (answer["status"], answer["kind"]) == (500, "text/html; charset=utf-8")
    assert answer["seconds"] < SECONDS
    page = BeautifulSoup(answer["page"], "html.parser")
    assert [heading.get_text() for heading in page.select("h1")] == ["Mohon maaf, terjadi gangguan pada sistem kami"]
    assert settings.OFFICE_CONTACT_PHONE in page.get_text()
    assert page.select_one("main a[href='/']") is not None
    assert "Traceback" not in answer["page"]
    assert "127.0.0.1" not in answer["page"]
    assert "unsafe" not in answer["policy"]
    assert "script-src 'self'" in answer["policy"]


@pytest.mark.parametrize(
    ("name", "status", "heading"),
    [
        ("not_found", 404, "Halaman tidak ditemukan"),
        ("forbidden", 403, "Anda tidak memiliki akses ke halaman ini"),
        ("csrf", 403, "Halaman perlu dimuat ulang"),
        ("bad", 400, "Permintaan tidak dapat dibaca"),
    ],
)
def test_a_refusal_without_a_database_still_helps_on(
    answers: dict[str, dict[str, Any]], name: str, status: int, heading: str
) -> None:
    answer = answers[name]
    assert answer["status"] == status
    page = BeautifulSoup(answer["page"], "html.parser")
    assert [found.get_text() for found in page.select("h1")] == [heading]
    assert page.select_one("a[href='/']") is not None


def test_the_service_says_that_it_is_alive_but_not_ready(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["/sehat/live"]["status"] == 200
    assert answers["/sehat/ready"]["status"] == 503
