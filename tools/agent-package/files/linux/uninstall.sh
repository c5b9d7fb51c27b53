#!/bin/sh
# Takes the agent away; `--purge` also its config and its record. Events the hub has not got are told and kept.
set -eu
[ "$(id -u)" = 0 ] || { echo 'uninstall.sh: run it as root.' >&2; exit 1; }
ROOT="${DPKG_ROOT:-}"
SETUP="$ROOT/usr/lib/counterfoil-agent/setup.sh"
[ -e "$SETUP" ] || { echo 'uninstall.sh: no agent is installed here.' >&2; exit 0; }
sh "$SETUP" before-remove
sh "$SETUP" remove
if [ "${1:-}" = --purge ]; then sh "$SETUP" purge; fi
rm -rf "$ROOT/usr/lib/counterfoil-agent" "$ROOT/usr/bin/counterfoil-agent" "$ROOT/usr/share/doc/counterfoil-agent" \
  "$ROOT/etc/systemd/system/counterfoil-agent.service"
if [ -z "$ROOT" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
