#!/bin/bash
# Sets up all that Casebook needs: `setup.sh run` to use it, `setup.sh test` to work on it.
# As root on Debian and its kin it installs what the system lacks; anyone else is told in one line. Exit 2: something is missing.
set -euo pipefail
cd -P "$(dirname "$0")/.."

lock=requirements.lock
[ "${1:-run}" = test ] && lock=requirements-dev.lock

# What is asked of the system: a shared library, and the Debian packages that may carry it (the first known one is taken).
offscreen="libGL.so.1=libgl1 libEGL.so.1=libegl1 libglib-2.0.so.0=libglib2.0-0t64,libglib2.0-0 libxkbcommon.so.0=libxkbcommon0
    libfontconfig.so.1=libfontconfig1 libdbus-1.so.3=libdbus-1-3"
on_screen="libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
    libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1 libxkbcommon-x11.so.0=libxkbcommon-x11-0"

fail() {
    echo "casebook: $1" >&2
    exit 2
}

# The first Python that is new enough; $PYTHON names another.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is missing: install python3, or name one with PYTHON=/path/to/python3"
}

# The missing things, one `kind=packages` a word.
find_missing() {
    local wanted="$offscreen"
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && wanted="$wanted $on_screen"
    "$python" - $wanted <<'PY'
import ctypes, importlib.util, pathlib, sys

for word in sys.argv[1:]:
    library = word.partition("=")[0]
    try:
        ctypes.CDLL(library)
    except OSError:
        print(word)
if not (importlib.util.find_spec("ensurepip") or pathlib.Path(".venv/bin/python").exists()):
    print("venv=python3-venv")
home = pathlib.Path.home()
folders = ["/usr/share/fonts", "/usr/local/share/fonts", home / ".fonts", home / ".local/share/fonts"]
if not any(file.suffix.lower() in (".ttf", ".otf", ".ttc", ".pfb") for folder in folders for file in pathlib.Path(folder).rglob("*")):
    print("font=fonts-inter")
PY
}

# One package for each missing thing: the first name this system knows, else the last.
packages_for() {
    local word name chosen
    for word in "$@"; do
        chosen=""
        for name in $(tr ',' ' ' <<<"${word#*=}"); do
            chosen="$name"
            apt-cache show "$name" >/dev/null 2>&1 && break
        done
        echo "$chosen"
    done
}

# The same call once more: a mirror that stumbled mostly answers the second time.
twice() {
    "$@" || { sleep 2; "$@"; }
}

# What a command says is worth reading only when it fails.
quiet() {
    local said
    said=$("$@" 2>&1) || { tail -5 <<<"$said" >&2; return 1; }
}

install_system() {
    export DEBIAN_FRONTEND=noninteractive
    echo "casebook: asking apt for what is missing" >&2
    twice quiet apt-get -q update || return 1
    twice quiet apt-get -q install -y --no-install-recommends $(packages_for $missing)
}

set_up_system() {
    missing=$(find_missing)
    [ -z "$missing" ] && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        install_system || fail "apt-get could not install: $(echo $(packages_for $missing)); install them by hand, then run make again"
        missing=$(find_missing)
        [ -z "$missing" ] && return
        fail "still missing after apt-get: $(echo $missing)"
    fi
    fail "missing on this system: install (as root) $(echo $(packages_for $missing))"
}

stamp_of() {
    echo "$(sha256sum "$1" pyproject.toml | sha256sum | cut -d' ' -f1) $PWD"
}

is_set_up() {
    [ "$(cat ".venv/.casebook-$lock" 2>/dev/null)" = "$(stamp_of "$lock")" ] && [ -x .venv/bin/casebook ] && .venv/bin/python -c '' 2>/dev/null
}

# The environment is made anew when the project was moved or its Python went away, and filled when a lock file changed.
set_up_environment() {
    is_set_up && return
    echo "casebook: filling .venv from $lock" >&2
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || ! grep -qF "$PWD/.venv" .venv/bin/activate; then
        "$python" -m venv --clear .venv || fail "could not make .venv: install (as root) python3-venv"
    fi
    local pip=".venv/bin/python -m pip install -q --disable-pip-version-check --root-user-action ignore"
    twice quiet $pip --require-hashes -r "$lock" \
        || fail "could not install the packages of $lock (pip's lines above say why; mostly there is no network)"
    quiet $pip --no-deps --no-build-isolation -e . \
        || fail "could not install casebook into .venv (pip's lines above say why)"
    stamp_of "$lock" >".venv/.casebook-$lock"
    # The longer list holds the shorter one's packages in the same versions.
    stamp_of requirements.lock >.venv/.casebook-requirements.lock
}

python=$(find_python)
set_up_system
set_up_environment
