"""PostgreSQL, caches and queue (decisions D1 and D2)."""

from config.env import database

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # A table in the same database: shared by all processes without another server.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Whole pages, in the memory of each process (common.page_cache).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Figures that may be minutes old: asking the shared cache for them would cost each page a query.
    "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures"},
}

# What any visitor sees alike: the pages of editors, and the register.
PAGE_CACHE_VIEWS = frozenset({"wagtail_serve", "register_list", "register_detail"})
PAGE_CACHE_SECONDS = 60
# How long a process trusts what it last read of the shared stamp; 0 costs a query for every page.
PAGE_CACHE_STAMP_SECONDS = 1
# After that a browser asks again, and mostly hears that nothing changed.
PAGE_CACHE_BROWSER_SECONDS = 10

# At-least-once delivery: every task is idempotent. queue_limit equals workers and retry is well above
# timeout, because the lock of a prefetched task starts to run before the task does.
Q_CLUSTER = {
    "name": "izin",
    "orm": "default",
    "workers": 2,
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 60,
    "retry": 180,
    "max_attempts": 3,
    "ack_failures": False,
    "save_limit": 0,
    "catch_up": False,
    "recycle": 200,
    "poll": 0.2,
    "log_level": "WARNING",
}
