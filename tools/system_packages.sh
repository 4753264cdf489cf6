#!/usr/bin/env bash
# Install Debian packages without asking: as root, or by sudo where it needs no password. Otherwise say what to type.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get: please install $* by hand and start again." >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=(env)
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n --preserve-env=DEBIAN_FRONTEND)
else
    echo "Missing on this machine: $*. Please run: sudo apt-get install $*" >&2
    exit 1
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -y -q --no-install-recommends "$@"
