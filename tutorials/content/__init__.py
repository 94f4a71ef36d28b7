"""The first tutorials: the office's whole guide, written anew. Editors change them in the admin."""

from typing import Any

from . import account, applying, following, public

INDEX: dict[str, Any] = {
    "title": "Tutorial",
    "slug": "tutorial",
    "introduction": "Panduan langkah demi langkah, dari mendaftar akun sampai mengunduh izin.",
    "search_description": "Panduan bergambar SISFO IZIN Kabupaten Solok, dari mendaftar akun sampai mengunduh izin.",
    "show_in_menus": True,
}

TUTORIALS: list[dict[str, Any]] = [
    *account.TUTORIALS,
    *applying.TUTORIALS,
    *following.TUTORIALS,
    *public.TUTORIALS,
]
