"""The texts of messages: what each says as shipped, which tokens it may hold, and how the tokens are filled.

A token is a name in braces, `{nama}`; it stands for words that code prepares. A text is no template: it has no
conditions and no code, and what a token stands for is never looked into again.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

logger = logging.getLogger(__name__)

DATA = Path(__file__).resolve().parent / "data" / "message_texts.json"
TOKEN = re.compile(r"\{(\w+)\}")
SUBJECT_LONGEST = 200

# Every text may hold these.
COMMON_TOKENS = {
    "kantor": gettext_lazy("nama kantor"),
    "telepon": gettext_lazy("nomor telepon layanan"),
    "situs": gettext_lazy("alamat situs"),
}


@dataclass(frozen=True)
class MessageDefinition:
    """A message as shipped, and the rules for an editor's version of it.

    `tokens` explains each token in words. A subject is neither encrypted nor erased, so it may hold only
    `subject_tokens` and the common ones. A body without a token of `required` would be of no use.
    """

    key: str
    purpose: str
    subject: str
    body: str
    tokens: Mapping[str, str]
    subject_tokens: frozenset[str]
    required: frozenset[str]

    @property
    def body_choices(self) -> dict[str, str]:
        """The tokens the body may hold, explained."""
        return {**self.tokens, **{name: str(words) for name, words in COMMON_TOKENS.items()}}

    @property
    def subject_choices(self) -> dict[str, str]:
        """The tokens the subject may hold, explained."""
        allowed = self.subject_tokens | COMMON_TOKENS.keys()
        return {name: words for name, words in self.body_choices.items() if name in allowed}


@cache
def message_definitions() -> dict[str, MessageDefinition]:
    """Return the shipped messages by key, in the order of the data file."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return {
        row["key"]: MessageDefinition(
            key=row["key"],
            purpose=row["purpose"],
            subject=row["subject"],
            body="\n".join(row["body"]),
            tokens=row["tokens"],
            subject_tokens=frozenset(row["subject_tokens"]),
            required=frozenset(row["required"]),
        )
        for row in rows
    }


def required_missing(definition: MessageDefinition, body: str) -> list[str]:
    """Return the tokens without which this body would be of no use, in order."""
    return sorted(definition.required.difference(TOKEN.findall(body)))


def text_problems(definition: MessageDefinition, *, subject: str, body: str) -> dict[str, list[str]]:
    """Say in words, by field, what is wrong with an editor's text; empty when it can be used."""
    problems = {
        "subject": _token_problems(subject, definition.subject_choices),
        "body": _token_problems(body, definition.body_choices),
    }
    if len(subject.splitlines()) > 1:
        problems["subject"].append(_("Perihal hanya boleh satu baris."))
    if missing := required_missing(definition, body):
        problems["body"].append(_("Pesan ini harus memuat %(tokens)s.") % {"tokens": _listed(missing)})
    return {field: texts for field, texts in problems.items() if texts}


def _token_problems(text: str, choices: Mapping[str, str]) -> list[str]:
    problems = []
    if unknown := sorted(set(TOKEN.findall(text)) - choices.keys()):
        problems.append(
            _("Tidak dapat digunakan di sini: %(unknown)s. Penanda yang tersedia: %(known)s.")
            % {"unknown": _listed(unknown), "known": _listed(choices)}
        )
    if re.search(r"[{}]", TOKEN.sub("", text)):
        problems.append(_("Ada kurung kurawal yang tidak berpasangan atau penanda yang salah tulis."))
    return problems


def _listed(names: Mapping[str, str] | list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def text_render(
    definition: MessageDefinition, *, subject: str, body: str, values: Mapping[str, str | int]
) -> tuple[str, str]:
    """Return subject and body with their tokens filled.

    The subject is one line whatever the values hold. In the body a line on which only empty tokens stood goes, and
    with it a second blank line. What a text may not name is left out and noted by name in the log: an editor's
    mistake must not stop the act this message tells of.
    """
    words = {name: str(value) for name, value in {**values, **_common_values()}.items()}
    in_subject = {name: value for name, value in words.items() if name in definition.subject_choices}
    unknown = (set(TOKEN.findall(subject)) - in_subject.keys()) | (set(TOKEN.findall(body)) - words.keys())
    if unknown:
        logger.warning("Message text %s: left out %s", definition.key, ", ".join(sorted(unknown)))
    one_line = " ".join(_fill(subject, in_subject).split())
    return one_line[:SUBJECT_LONGEST], "\n".join(_body_lines(body, words)) + "\n"


def _common_values() -> dict[str, str]:
    return {
        "kantor": settings.OFFICE["short_name"],
        "telepon": settings.OFFICE_CONTACT_PHONE,
        "situs": settings.BASE_URL,
    }


def _fill(text: str, values: Mapping[str, str]) -> str:
    return TOKEN.sub(lambda token: values.get(token[1], ""), text)


def _body_lines(body: str, values: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for line in body.strip().splitlines():
        filled = _fill(line, values).rstrip()
        empty_tokens = bool(line.strip()) and not filled
        second_blank = not filled and (not lines or not lines[-1])
        if not (empty_tokens or second_blank):
            lines.append(filled)
    return lines
