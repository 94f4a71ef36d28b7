"""Every act that any code records has words for people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from izin.audit.words import ACTION_WORDS, AREAS, area_actions

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for folder in ("izin", "public_search", "site") for path in sorted((ROOT / folder).rglob("*.py"))]
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded(path: Path) -> Iterator[str]:
    """Yield what a file passes as `action=`; `{}` stands for what is only known when it runs."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg != "action":
                continue
            for part in ast.walk(keyword.value):
                if isinstance(part, ast.JoinedStr):
                    yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in part.values)
                elif isinstance(part, ast.Constant) and ACTION.fullmatch(str(part.value)):
                    yield str(part.value)


FOUND = sorted({(action, path.relative_to(ROOT)) for path in SOURCES for action in recorded(path)})


@pytest.mark.parametrize(("action", "path"), FOUND, ids=str)
def test_every_recorded_action_has_words(action: str, path: Path):
    pattern = re.compile(re.escape(action).replace(r"\{\}", "[a-z_]+"))
    assert any(pattern.fullmatch(known) for known in ACTION_WORDS), f"add {action} to izin/audit/words.py ({path})"


def test_the_search_for_actions_finds_them():
    assert {action for action, _path in FOUND} >= {"application.approve", "chat.sent", "application.{}"}


def test_every_action_stands_in_one_area_to_filter_by():
    for action in ACTION_WORDS:
        assert [area for area in AREAS if action in area_actions(area)] != [], action
