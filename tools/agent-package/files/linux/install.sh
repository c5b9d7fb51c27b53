#!/bin/sh
# Installs the agent on a Linux machine with systemd, or brings it to this version.
set -eu
[ "$(id -u)" = 0 ] || { echo 'install.sh: run it as root.' >&2; exit 1; }
HERE=$(dirname "$(readlink -f "$0")")
ROOT="${DPKG_ROOT:-}"
mkdir -p "$ROOT/usr/lib/counterfoil-agent" "$ROOT/usr/bin" "$ROOT/etc/systemd/system" "$ROOT/usr/share/doc/counterfoil-agent"
# Never over a file that runs: beside it, then in its place.
(cd "$HERE/lib" && find . -type d) | while read -r folder; do mkdir -p "$ROOT/usr/lib/counterfoil-agent/$folder"; done
(cd "$HERE/lib" && find . -type f) | while read -r file; do
  cp -p "$HERE/lib/$file" "$ROOT/usr/lib/counterfoil-agent/$file.new"
  mv "$ROOT/usr/lib/counterfoil-agent/$file.new" "$ROOT/usr/lib/counterfoil-agent/$file"
done
cp "$HERE"/doc/* "$ROOT/usr/share/doc/counterfoil-agent/"
cp "$HERE/counterfoil-agent.service" "$ROOT/etc/systemd/system/counterfoil-agent.service"
ln -sf ../lib/counterfoil-agent/counterfoil-agent "$ROOT/usr/bin/counterfoil-agent"
exec sh "$ROOT/usr/lib/counterfoil-agent/setup.sh" install
