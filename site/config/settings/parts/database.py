"""PostgreSQL, cache and queue (decisions D1 and D2)."""

from config.env import database

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A table in the same database: shared by all processes without another server.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

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
