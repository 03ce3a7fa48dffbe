#!/bin/sh
# Install the Nu HTML checker, which a test uses; only npm has it in a recent version.
# Without npm say so: the test skips, in CI (CI=true) it fails.
set -eu

cd "$(dirname "$0")/../tests/browser"
if npm --version >/dev/null 2>&1; then
    echo "Installing the packages of tests/browser/package-lock.json"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && exit 0
fi
echo "Not installed: vnu-jar, from npm (the test that needs it is skipped)" >&2
[ "${CI:-}" != true ]
