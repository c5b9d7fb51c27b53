#!/bin/sh
# Installs hub and dashboard on a Linux machine with systemd, or brings them to this version.
set -eu
[ "$(id -u)" = 0 ] || { echo 'install.sh: run it as root.' >&2; exit 1; }
HERE=$(dirname "$(readlink -f "$0")")
ROOT="${DPKG_ROOT:-}"
LIB="$ROOT/usr/lib/counterfoil"
mkdir -p "$LIB" "$ROOT/usr/bin" "$ROOT/etc/systemd/system" "$ROOT/usr/share/doc/counterfoil" "$ROOT/usr/share/counterfoil"
# Never over a file that runs: beside it, then in its place. What runs has names of its own in versions/.
rm -rf "$LIB/package.new"
cp -R "$HERE/lib/package" "$LIB/package.new"
rm -rf "$LIB/package"
mv "$LIB/package.new" "$LIB/package"
for file in setup.sh counterfoil counterfoil.env; do cp "$HERE/lib/$file" "$LIB/$file.new" && mv "$LIB/$file.new" "$LIB/$file"; done
cp "$HERE"/doc/* "$ROOT/usr/share/doc/counterfoil/"
cp "$HERE/Caddyfile" "$ROOT/usr/share/counterfoil/"
cp "$HERE"/units/* "$ROOT/etc/systemd/system/"
ln -sf ../lib/counterfoil/counterfoil "$ROOT/usr/bin/counterfoil"
exec sh "$LIB/setup.sh" install
