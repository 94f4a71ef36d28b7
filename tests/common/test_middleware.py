"""The content security policy: strict everywhere, looser in the Wagtail admin alone."""

import pytest
from django.http import HttpResponse

from common.middleware import ZonedCSPMiddleware

HEADER = "Content-Security-Policy"


def policy(rf, address):
    """Return the policy of a page as a dictionary."""
    response = ZonedCSPMiddleware(lambda request: HttpResponse())(rf.get(address))
    parts = [part.split() for part in response[HEADER].split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize(
    "address", ["/", "/verifikasi/", "/petugas/", "/portal/", "/cms", "/cmsx/", "/a/cms/", "/x?/cms/"]
)
def test_no_page_of_ours_may_use_inline_scripts_or_other_machines(rf, address):
    found = policy(rf, address)
    assert found["default-src"] == found["script-src"] == found["style-src"] == ["'self'"]
    assert found["object-src"] == ["'none'"]
    assert found["base-uri"] == found["form-action"] == found["frame-ancestors"] == ["'self'"]
    assert not [value for values in found.values() for value in values if "unsafe" in value or "http" in value]


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/3/edit/"])
def test_the_admin_may_use_inline_scripts_and_nothing_from_other_machines(rf, address):
    found = policy(rf, address)
    assert found["script-src"] == found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["img-src"] == ["'self'", "data:", "blob:"]
    assert found["default-src"] == ["'self'"]
    assert not [value for values in found.values() for value in values if "http" in value or "unsafe-eval" in value]


@pytest.mark.django_db
def test_real_pages_carry_the_policy(client):
    assert "unsafe" not in client.get("/verifikasi/")[HEADER]
    assert "unsafe" not in client.get("/sehat/live")[HEADER]
