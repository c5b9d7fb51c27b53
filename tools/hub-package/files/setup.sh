#!/bin/sh
# Puts a version of hub and dashboard in place, or takes them away. Each verb may be run twice. Used by the .deb's scripts
# (DPKG_ROOT: the root of another system) and by install.sh and uninstall.sh of the archive.
set -eu
ROOT="${DPKG_ROOT:-}"
LIB="$ROOT/usr/lib/counterfoil"
ETC="$ROOT/etc/counterfoil"
STATE="$ROOT/var/lib/counterfoil"
RUN="$ROOT/run/counterfoil"

booted_here() { [ -z "$ROOT" ] && [ -d /run/systemd/system ]; }
say() { printf 'counterfoil: %s\n' "$*" >&2; }

make_account() {
  grep -q "^$1:" "$ROOT/etc/passwd" && return 0
  useradd ${ROOT:+--prefix "$ROOT"} --system --gid "$2" --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin "$1"
}

make_accounts() {
  [ "$(id -u)" = 0 ] || return 0
  for group in counterfoil counterfoil-pg; do
    grep -q "^$group:" "$ROOT/etc/group" || groupadd ${ROOT:+--prefix "$ROOT"} --system "$group"
  done
  make_account counterfoil-pg counterfoil-pg
  make_account counterfoil-hub counterfoil
  make_account counterfoil-web counterfoil
}

make_folders() {
  mkdir -p "$ETC" "$STATE"
  chmod 0711 "$STATE"
  [ -e "$ETC/counterfoil.env" ] || cp "$LIB/counterfoil.env" "$ETC/counterfoil.env"
  chmod 0600 "$ETC/counterfoil.env"
}

# Each version has a folder of its own: what runs keeps its files, and loads no other version's.
place_version() {
  version=$(cat "$LIB/package/version")
  "$LIB/package/node" --version > /dev/null || {
    say "Node of version $version does not run on this machine; nothing was changed."
    return 1
  }
  mkdir -p "$LIB/versions"
  rm -rf "$LIB/versions/$version.new" "$LIB/versions/$version.old"
  cp -al "$LIB/package" "$LIB/versions/$version.new"
  if [ -e "$LIB/versions/$version" ]; then mv "$LIB/versions/$version" "$LIB/versions/$version.old"; fi
  mv "$LIB/versions/$version.new" "$LIB/versions/$version"
  rm -rf "$LIB/versions/$version.old"
}

# The schema first, while the version before still serves; only then is the new one the current one.
change_over() {
  before=$(readlink "$LIB/current" || true)
  if [ -n "$before" ] && database_is_there; then
    COUNTERFOIL_DATA="$STATE" RUNTIME_DIRECTORY="$RUN" "$LIB/versions/$version/node" --disable-warning=ExperimentalWarning \
      --env-file-if-exists="$ETC/counterfoil.env" "$LIB/versions/$version/tools/hub-package/programs/prepare.main.ts" >&2 || {
      say "version $version could not prepare the database (see above) and is not used; ${before##*/} goes on."
      return 1
    }
  elif [ -n "$before" ] && [ -e "$STATE/cluster" ]; then
    say "the database is stopped: version $version brings the schema up to date when it is started. If that fails, hub and dashboard stay down; go back with: ln -sfn $before $LIB/current"
  fi
  ln -sfn "versions/$version" "$LIB/current.new"
  mv -T "$LIB/current.new" "$LIB/current"
  for folder in "$LIB"/versions/*; do
    case "versions/${folder##*/}" in
      "versions/$version" | "$before") ;;
      *) rm -rf "$folder" ;;
    esac
  done
}

database_is_there() { [ -e "$STATE/running.json" ] || grep -q '^DATABASE_URL=.' "$ETC/counterfoil.env"; }

start_services() {
  booted_here || return 0
  systemctl daemon-reload
  systemctl enable --quiet counterfoil.target counterfoil-database counterfoil-prepare counterfoil-hub counterfoil-dashboard counterfoil-backup
  systemctl restart counterfoil.target
}

stop_services() {
  booted_here || return 0
  systemctl stop counterfoil.target counterfoil-backup counterfoil-dashboard counterfoil-hub counterfoil-prepare counterfoil-database || true
}

remove() {
  if booted_here; then
    systemctl disable --quiet counterfoil.target counterfoil-database counterfoil-prepare counterfoil-hub counterfoil-dashboard counterfoil-backup || true
  fi
  rm -rf "$LIB/versions" "$LIB/current" "$RUN" "$ROOT/var/cache/counterfoil-hub" "$ROOT/var/cache/counterfoil-dashboard"
}

# The record is money's: even a purge only moves it aside.
purge() {
  rm -rf "$ETC"
  [ -e "$STATE" ] || return 0
  kept="$STATE.removed-$(date -u +%Y%m%dT%H%M%SZ)"
  mv "$STATE" "$kept"
  say "database, secrets and archives are kept in $kept. Delete them yourself when nobody needs them."
}

case "${1:-}" in
  install)
    make_accounts
    make_folders
    place_version
    change_over
    start_services
    ;;
  before-remove) stop_services ;;
  remove) remove ;;
  purge) purge ;;
  *)
    echo 'usage: setup.sh install | before-remove | remove | purge' >&2
    exit 2
    ;;
esac
