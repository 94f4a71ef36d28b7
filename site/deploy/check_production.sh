#!/bin/sh
# Runs every system check with the production settings. The values only have the form of real ones.
set -eu
cd "$(dirname "$0")/../.."

export DJANGO_SETTINGS_MODULE=config.settings.production
export SECRET_KEY=check-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789
export PERSONAL_DATA_KEYS=Y2hlY2stb25seS1rZXktcHJvdGVjdHMtbm90aGluZy4=
export BLIND_INDEX_KEY=check-only-9876543210-zyxwvutsrqponmlkjihgfedcba
export ALLOWED_HOSTS=izin.example.go.id
export BASE_URL=https://izin.example.go.id
export DATABASE_URL=postgres://nobody@127.0.0.1:1/none
export SIGNING_PKCS12=/nonexistent/office.p12
export SIGNING_TRUST_ANCHORS=/nonexistent/root.pem

.venv/bin/python manage.py check --deploy --fail-level WARNING
