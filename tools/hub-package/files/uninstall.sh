#!/bin/sh
# Takes hub and dashboard away; `--purge` also the settings, and moves the database aside.
set -eu
[ "$(id -u)" = 0 ] || { echo 'uninstall.sh: run it as root.' >&2; exit 1; }
ROOT="${DPKG_ROOT:-}"
SETUP="$ROOT/usr/lib/counterfoil/setup.sh"
[ -e "$SETUP" ] || { echo 'uninstall.sh: nothing is installed here.' >&2; exit 0; }
sh "$SETUP" before-remove
sh "$SETUP" remove
if [ "${1:-}" = --purge ]; then sh "$SETUP" purge; fi
rm -rf "$ROOT/usr/lib/counterfoil" "$ROOT/usr/bin/counterfoil" "$ROOT/usr/share/doc/counterfoil" "$ROOT/usr/share/counterfoil" \
  "$ROOT"/etc/systemd/system/counterfoil.target "$ROOT"/etc/systemd/system/counterfoil-database.service \
  "$ROOT"/etc/systemd/system/counterfoil-prepare.service "$ROOT"/etc/systemd/system/counterfoil-hub.service \
  "$ROOT"/etc/systemd/system/counterfoil-dashboard.service \
  "$ROOT"/etc/systemd/system/counterfoil-backup.service
if [ -z "$ROOT" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
