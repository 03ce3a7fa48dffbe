#!/bin/sh
# Install the fonts that the books are set in and that are missing, where that is allowed.
# Elsewhere the build itself names what is missing for which language.
set -eu

command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=
for package in fonts-noto-core fonts-noto-mono fonts-noto-cjk; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
# shellcheck disable=SC2086 # a list of words
sh "$(dirname "$0")/apt-install.sh" $missing || echo "Not installed:$missing" >&2
