"""How text is made comparable for the register's search; pure."""

import re
import unicodedata


def search_normalise(text: str) -> str:
    """Return the text in lower case, without accents and apostrophes, with every run of other signs as one space.

    `Ma'rifah` becomes one word however its apostrophe was typed, or left out.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`]", "", plain.lower())).strip()
