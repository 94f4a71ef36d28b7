#!/bin/sh
# Brings this folder to where the site can run: system libraries, a Python environment in .venv, pinned packages.
# Does only what is missing, so it costs a moment when repeated. Debian, Ubuntu and macOS (Homebrew).
#   setup.sh          what the site needs
#   setup.sh --dev    also what tests and checks need
set -eu
cd "$(dirname "$0")/../.."

VENV=.venv
UV=uv==0.13.9 # installs the packages several times faster than pip, which stays the fallback
REQUIREMENTS=requirements.txt
DEV=""
if [ "${1:-}" = --dev ]; then
  DEV=yes
  REQUIREMENTS=requirements-dev.txt
fi

say() { printf '==> %s\n' "$*" >&2; }
fail() {
  printf '\nError: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Prints the first Python that every pinned package has a wheel for; nothing when there is none.
find_python() {
  for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3.14 python3; do
    if have "$candidate" && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

# Prints, of its arguments written library:package, the packages whose library can not be loaded.
missing_libraries() {
  "$PYTHON_FOUND" - "$@" <<'PY'
import ctypes
import sys

for pair in sys.argv[1:]:
    library, package = pair.split(":")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PY
}

have_browser() {
  [ -n "${CHROMIUM:-}" ] || have chromium || have chromium-browser || have google-chrome
}

apt_install() {
  have apt-get || fail "these system packages are missing; please install them and try again: $*"
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    have sudo || fail "these system packages are missing: $*
As an administrator run
    apt-get install $*
and try again."
    as_root=sudo
  fi
  say "apt-get install $*"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "apt-get update failed; trying without"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "apt-get could not install these packages; please install them and try again: $*"
}

brew_install() {
  have brew || fail "Homebrew (https://brew.sh) is needed to install: $*"
  say "brew install $*"
  brew install --quiet "$@" >&2 || fail "brew could not install: $*"
}

setup_linux() {
  PYTHON_FOUND=$(find_python)
  if [ -z "$PYTHON_FOUND" ]; then
    apt_install python3 python3-venv
    PYTHON_FOUND=$(find_python)
    [ "$PYTHON_FOUND" ] || fail "Python 3.11 to 3.14 is needed; this system offers only $(python3 --version 2>&1)."
  fi
  packages=""
  if [ ! -x "$VENV/bin/python" ] && ! "$PYTHON_FOUND" -c 'import ensurepip, venv' 2>/dev/null; then
    packages=$("$PYTHON_FOUND" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  fi
  # WeasyPrint lays out permit letters with Pango; HarfBuzz's subset library makes the files smaller.
  packages="$packages $(missing_libraries libpango-1.0.so.0:libpango-1.0-0 libpangoft2-1.0.so.0:libpangoft2-1.0-0 \
    libharfbuzz-subset.so.0:libharfbuzz-subset0)"
  if [ "$DEV" ]; then
    packages="$packages $(missing_libraries libatomic.so.1:libatomic1)" # for Playwright's own Node.js
    have pdftoppm || packages="$packages poppler-utils"
    # Ubuntu's package only points to a snap, which containers can not run; see playwright_browser.
    have_browser || grep -qs '^ID=ubuntu' /etc/os-release || packages="$packages chromium"
  fi
  # shellcheck disable=SC2086  # one argument for each package
  set -- $packages
  [ $# = 0 ] || apt_install "$@"
}

setup_macos() {
  PYTHON_FOUND=$(find_python)
  set --
  [ "$PYTHON_FOUND" ] || set -- "$@" python@3.13
  brew --prefix pango >/dev/null 2>&1 && [ -d "$(brew --prefix pango)" ] || set -- "$@" pango
  if [ "$DEV" ]; then
    have pdftoppm || set -- "$@" poppler
  fi
  [ $# = 0 ] || brew_install "$@"
  PYTHON_FOUND=$(find_python)
  [ "$PYTHON_FOUND" ] || fail "Python 3.11 to 3.14 is needed."
}

make_environment() {
  # An environment that was moved, or whose Python went away, does not start.
  if ! "$VENV/bin/python" -c '' 2>/dev/null; then
    say "creating $VENV with $("$PYTHON_FOUND" --version)"
    rm -rf "$VENV"
    "$PYTHON_FOUND" -m venv "$VENV"
  fi
}

# The checksum of a requirements file and the one it includes.
checksum() { cat requirements.txt "$1" | cksum; }
installed() { [ "$(cat "$VENV/installed-$1.cksum" 2>/dev/null)" = "$(checksum "$1")" ]; }

install_requirements() {
  # The tools' file includes the site's: with it installed, nothing is missing.
  if installed "$REQUIREMENTS" || installed requirements-dev.txt; then return; fi
  say "installing the Python packages of $REQUIREMENTS"
  python="$VENV/bin/python"
  if ! { "$python" -m pip install -q --disable-pip-version-check "$UV" 2>/dev/null &&
    "$python" -m uv pip install -q --python "$python" -r "$REQUIREMENTS"; }; then
    say "uv did not do it; trying pip"
    "$python" -m pip install -q --disable-pip-version-check -r "$REQUIREMENTS" ||
      fail "the Python packages could not be installed (see above)."
  fi
  checksum "$REQUIREMENTS" >"$VENV/installed-$REQUIREMENTS.cksum"
}

# Where the system has no Chromium of its own, Playwright brings one.
playwright_browser() {
  if [ -z "$DEV" ] || have_browser; then return; fi
  say "installing Playwright's Chromium"
  if [ "$(uname -s)" = Linux ]; then
    "$VENV/bin/python" -m playwright install --with-deps chromium >&2
  else
    "$VENV/bin/python" -m playwright install chromium >&2
  fi
}

case $(uname -s) in
  Darwin) setup_macos ;;
  *) setup_linux ;;
esac
make_environment
install_requirements
playwright_browser
