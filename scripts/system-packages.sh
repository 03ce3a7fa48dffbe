#!/bin/sh
# Install the system packages that tests use and that are missing, where that is allowed.
# Elsewhere say what is missing: tests that need it skip, in CI (CI=true) they fail.
set -eu

fonts='fonts-noto-core fonts-noto-mono fonts-noto-cjk'
# What xelatex needs for the books of all languages: 200 MB to fetch, one minute in all.
tex='texlive-xetex texlive-lang-chinese texlive-lang-cyrillic texlive-lang-spanish
     texlive-fonts-recommended lmodern latexmk xindy'

works() {
    "$1" --version >/dev/null 2>&1
}

installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing() {
    works chromium || works chromium-browser || works google-chrome || echo chromium
    works rustc || echo rustc
    works msgmerge || echo gettext
    works npm || echo npm
    if command -v dpkg-query >/dev/null 2>&1; then
        for package in epubcheck libjemalloc-dev libjemalloc2 $fonts $tex; do
            installed "$package" || echo "$package"
        done
    fi
}

packages=$(missing | tr '\n' ' ')
[ -n "$packages" ] || exit 0
# shellcheck disable=SC2086 # a list of words
if sh "$(dirname "$0")/apt-install.sh" $packages; then
    exit 0
fi
echo "Not installed: $packages(tests that need them are skipped)" >&2
[ "${CI:-}" != true ]
