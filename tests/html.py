"""Reading pages as their readers do: texts, fields with what was typed, and errors at their fields."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse


def page_of(response: Any) -> BeautifulSoup:
    """Return the page, whatever its status."""
    assert isinstance(response, HttpResponse)
    return BeautifulSoup(response.content, "html.parser")


def text_of(response: Any, selector: str = "main") -> str:
    """Return the words of a part of the page, with single blanks between them."""
    return " ".join(" ".join(part.get_text(" ") for part in page_of(response).select(selector)).split())


def fields_of(response: Any) -> dict[str, Any]:
    """Return what stands in the fields of the page's forms, by name; a list where a name occurs more than once."""
    found: dict[str, list[str]] = {}
    for control in page_of(response).select("main input[name], main textarea[name], main select[name]"):
        kind, name = control.get("type"), str(control["name"])
        if name == "csrfmiddlewaretoken" or (kind in ("radio", "checkbox") and not control.has_attr("checked")):
            continue
        if control.name == "textarea":
            value = control.get_text().removeprefix("\n")
        elif control.name == "select":
            value = next((str(o.get("value", "")) for o in control.select("option") if o.has_attr("selected")), "")
        else:
            value = str(control.get("value", ""))
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def errors_of(response: Any) -> dict[str, str]:
    """Return what stands at the fields that are marked as wrong, by name.

    Each must name its message in `aria-describedby` (choices: in that of their group), and the summary above the
    form must lead to it.
    """
    page = page_of(response)
    links = [str(link["href"]).removeprefix("#") for link in page.select(".error-summary a")]
    found: dict[str, str] = {}
    told: list[Any] = []
    for control in page.select("main [aria-invalid=true]"):
        describing = control if control.has_attr("aria-describedby") else control.find_parent("fieldset")
        assert describing is not None
        described = [page.find(id=name) for name in str(describing["aria-describedby"]).split()]
        (message,) = [part for part in described if part and "field-error" in (part.get("class") or [])]
        if message in told:  # another part of the same answer
            continue
        told.append(message)
        found[str(control["name"])] = " ".join(message.get_text(" ").split()).removeprefix("Kesalahan: ")
    named = [control.get("name") for target in links for control in page.select(f"main [id='{target}']")]
    assert named == list(found)
    return found
