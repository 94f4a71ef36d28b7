"""Settings of the permit service itself."""

from config.env import DATA_DIR, env

# Printed in every QR code: links must last for decades, so this is the office's own domain in production.
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")

# Keys of personal data at rest (design section 7): comma-separated Fernet keys, newest first, and one
# key for the blind index of the NIK. The index key can not be changed without re-indexing every account.
PERSONAL_DATA_KEYS = env.list("PERSONAL_DATA_KEYS", default=[])
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", default="")

# Signing (design section 5). Without a PKCS#12 file of its own, an installation signs with a development
# certificate and every letter and verification page says "UJI - TIDAK SAH".
SIGNING_PKCS12 = env.str("SIGNING_PKCS12", default="")
SIGNING_TRUST_ANCHORS = env.list("SIGNING_TRUST_ANCHORS", default=[])
SIGNING_CRLS = env.list("SIGNING_CRLS", default=[])
SIGNING_DEV_CA_DIR = DATA_DIR / "dev-ca"

# Hostile uploads to /verifikasi/ are looked at in a process of their own within these limits.
VERIFY_MAX_UPLOAD_BYTES = 20 * 1024 * 1024
VERIFY_TIMEOUT_SECONDS = 25
VERIFY_CPU_SECONDS = 20
VERIFY_MEMORY_BYTES = 1536 * 1024 * 1024

# The office, as printed on letters and pages (guide, page 1; site/docs/people-data.md).
OFFICE = {
    "government": "PEMERINTAH KABUPATEN SOLOK",
    "name": "DINAS PENANAMAN MODAL, PELAYANAN TERPADU SATU PINTU DAN TENAGA KERJA",
    "short_name": "DPMPTSP Naker Kabupaten Solok",
    "address": "Komplek Perkantoran Pemerintah Kabupaten Solok, Jalan Raya Solok - Padang Km. 20, Kode Pos 27364",
    "phone": "(0755) 31447",
    "place": "Arosuka",
    "regency": "Kabupaten Solok",
}
# The regency the office serves (izin.regions): its nagari are offered first.
OFFICE_REGENCY = "13.02"
# The officers' WhatsApp number (62812..), told that an applicant wrote (M1); without it only their list shows it.
OFFICE_CHAT_WHATSAPP = env.str("OFFICE_CHAT_WHATSAPP", default="")
# Shown on the login form to those whose password did not arrive (A4).
OFFICE_CONTACT_PHONE = env.str("OFFICE_CONTACT_PHONE", default="(0755) 31447")

# How long data of a closed account are kept (A7): contact and papers that led to no permit, so many days; who the
# holder of a permit was, so many years after it ended. The regency's own schedule of retention, once known, goes here.
CLOSED_ACCOUNT_DAYS = env.int("CLOSED_ACCOUNT_DAYS", default=30)
PERMIT_RETENTION_YEARS = env.int("PERMIT_RETENTION_YEARS", default=5)
