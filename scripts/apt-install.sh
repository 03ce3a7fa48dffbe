#!/bin/sh
# Install Debian packages without asking. Exit 3 where that is not possible or not allowed.
# usage: apt-install.sh PACKAGE…
set -eu

command -v apt-get >/dev/null 2>&1 || exit 3
if [ "$(id -u)" -eq 0 ]; then
    as_root=env
elif sudo -n true >/dev/null 2>&1; then
    as_root='sudo -n env'
else
    exit 3
fi

install() {
    $as_root DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends "$@"
}

echo "Installing $*"
# The lists of packages may be missing or old; they are fetched only then.
install "$@" >/dev/null 2>&1 || { $as_root apt-get update --quiet && install "$@"; }
