"""The watcher itself: a journey that passes means something only if it sees what goes wrong."""

from collections.abc import Callable

import pytest

from tests.e2e.visitor import Visitor

FAULTS = {
    "script: ": "setTimeout(() => { throw new Error('rusak') })",
    "console: rusak": "console.error('rusak')",
    "console: Applying inline style": "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
    "console: Connecting to": "fetch('http://127.0.0.1:1/').catch(() => {})",
    "404 GET": "fetch('/tidak-ada/')",
}
SPOILS = (
    "document.querySelector('label').remove()",
    "document.querySelector('h1').remove()",
    "document.documentElement.lang = 'en'",
    "document.querySelector('h1').style.width = '500px'",
)


def test_visitor_notices_faults(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    for told, fault in FAULTS.items():
        visitor.open("/verifikasi/")
        visitor.is_at("document_verify")
        visitor.page.evaluate(f"() => {{ {fault} }}")
        visitor.page.wait_for_timeout(300)
        assert [problem for problem in visitor.problems if problem.startswith(told)], told
        with pytest.raises(AssertionError):
            visitor.is_at("document_verify")
        visitor.problems.clear()


def test_visitor_notices_poor_pages(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    for spoil in SPOILS:
        visitor.open("/verifikasi/")
        visitor.page.evaluate(f"() => {{ {spoil} }}")
        with pytest.raises(AssertionError):
            visitor.is_at("document_verify")
