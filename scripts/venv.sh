#!/bin/sh
# Make a virtual environment with a Python that allocdoc supports.
# usage: venv.sh FOLDER; the variable PYTHON names the Python to take, else the first that fits.
set -eu

venv=$1

fail() {
    printf 'ERROR %s\n' "$@" >&2
    exit 2
}

# Run it: a name on the PATH may be a shim with nothing behind it.
fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
        >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" || fail "PYTHON: not a Python 3.11, 3.12 or 3.13 (got $PYTHON)"
        echo "$PYTHON"
        return
    fi
    for name in python3.13 python3.12 python3.11 python3 python; do
        if fits "$name"; then
            echo "$name"
            return
        fi
    done
    fail "no Python 3.11, 3.12 or 3.13 found; install one:" \
        "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv" \
        "  macOS:           brew install python@3.13" \
        "or name one:       make html PYTHON=/path/to/python3"
}

if fits "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi

python=$(find_python)
# Debian keeps what venv needs in a package of its own.
if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
    sh "$(dirname "$0")/apt-install.sh" python3-venv || true
    "$python" -c 'import ensurepip' >/dev/null 2>&1 ||
        fail "$python cannot make virtual environments; run:" \
            "  sudo apt-get install python3-venv"
fi
rm -rf "$venv"
echo "Making $venv with $("$python" --version)"
"$python" -m venv "$venv"
