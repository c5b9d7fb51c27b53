#!/bin/sh
# Puts a version of the agent in place, or takes the agent away. Each verb may be run twice. Used by the .deb's scripts
# (DPKG_ROOT: the root of another system) and by install.sh and uninstall.sh of the archive.
set -eu
ROOT="${DPKG_ROOT:-}"
LIB="$ROOT/usr/lib/counterfoil-agent"
ETC="$ROOT/etc/counterfoil-agent"
STATE="$ROOT/var/lib/counterfoil-agent"
ACCOUNT=counterfoil-agent

booted_here() { [ -z "$ROOT" ] && [ -d /run/systemd/system ]; }
say() { printf 'counterfoil-agent: %s\n' "$*" >&2; }

make_account() {
  [ "$(id -u)" = 0 ] || return 0
  if ! grep -q "^$ACCOUNT:" "$ROOT/etc/passwd"; then
    useradd ${ROOT:+--prefix "$ROOT"} --system --user-group --home-dir /var/lib/counterfoil-agent --no-create-home \
      --shell /usr/sbin/nologin "$ACCOUNT"
  fi
  if grep -q '^dialout:' "$ROOT/etc/group"; then usermod ${ROOT:+--prefix "$ROOT"} --append --groups dialout "$ACCOUNT"; fi
}

# The ids as the system under ROOT knows them.
owner() {
  uid=$(sed -n "s/^$ACCOUNT:[^:]*:\([0-9]*\):.*/\1/p" "$ROOT/etc/passwd")
  gid=$(sed -n "s/^$ACCOUNT:[^:]*:\([0-9]*\):.*/\1/p" "$ROOT/etc/group")
}

# What lies below the state folder is the service's to change: root gives away there only what it has just made itself, while the
# folder is still root's, and follows no link. Missing folders the service makes for itself.
make_state() {
  if [ -L "$STATE/data" ]; then
    say "$STATE/data is a link, and root follows none that the service could have laid. Put the folder itself there (or mount it)."
    return 1
  fi
  [ ! -d "$STATE" ] || { chmod 0700 "$STATE"; return 0; }
  mkdir -p "$STATE"
  chmod 0700 "$STATE"
  mkdir -m 0700 "$STATE/data"
  [ "$(id -u)" = 0 ] || return 0
  owner
  chown -h "$uid:$gid" "$STATE/data"
  chown "$uid:$gid" "$STATE"
}

make_folders() {
  make_state
  mkdir -p "$ETC"
  if [ ! -e "$ETC/agent.yaml" ]; then
    sed "s/@NAME@/$(hostname 2>/dev/null || echo store)/" "$LIB/agent.yaml" > "$ETC/agent.yaml"
  fi
  [ "$(id -u)" = 0 ] || return 0
  owner
  chown "0:$gid" "$ETC" "$ETC/agent.yaml"
  chmod 0750 "$ETC"
  chmod 0640 "$ETC/agent.yaml"
}

# The new version gets a folder of its own, beside the one that may be running; only then is it the wanted one.
place_version() {
  version=$(cat "$LIB/package/version")
  "$LIB/package/node" "$LIB/package/agent.mjs" check-install || {
    say "version $version does not pass its own check on this machine and is not used."
    return 1
  }
  mkdir -p "$LIB/versions"
  rm -rf "$LIB/versions/$version.new"
  cp -al "$LIB/package" "$LIB/versions/$version.new"
  rm -rf "$LIB/versions/$version.old"
  if [ -e "$LIB/versions/$version" ]; then mv "$LIB/versions/$version" "$LIB/versions/$version.old"; fi
  mv "$LIB/versions/$version.new" "$LIB/versions/$version"
  rm -rf "$LIB/versions/$version.old"
  before=''
  if [ -e "$LIB/wanted" ]; then before=$(cut -d' ' -f1 "$LIB/wanted"); fi
  ln -f "$LIB/package/node" "$LIB/launcher/node"
  printf '%s %s\n' "$version" "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" > "$LIB/wanted.new"
  mv "$LIB/wanted.new" "$LIB/wanted"
  keep_two "$version" "$before"
}

# The version that works and the one before it stay; of an installation over the same version the other one is kept too.
keep_two() {
  healthy=''
  if [ -e "$STATE/launcher.json" ]; then healthy=$(sed -n 's/.*"healthy":"\([^"]*\)".*/\1/p' "$STATE/launcher.json"); fi
  [ "$1" != "$2" ] || return 0
  for folder in "$LIB"/versions/*; do
    case "${folder##*/}" in
      "$1" | "$2" | "$healthy") ;;
      *) rm -rf "$folder" ;;
    esac
  done
}

start_service() {
  booted_here || return 0
  systemctl daemon-reload
  systemctl enable --quiet counterfoil-agent.service
  # A running launcher takes the new version by itself, once no payment is under way.
  systemctl start counterfoil-agent.service
}

stop_service() {
  booted_here || return 0
  systemctl disable --now --quiet counterfoil-agent.service || true
}

# A record that cannot be asked is not thrown away either.
unsent() {
  "$LIB/counterfoil-agent" unsent --count 2>/dev/null && return
  if [ -e "$STATE/data/outbox.db" ]; then echo 'an unknown number of'; else echo 0; fi
}

before_remove() {
  stop_service
  waiting=$(unsent)
  rm -f "$STATE/unsent"
  [ "$waiting" != 0 ] || return 0
  # Made anew or not at all: not through a link.
  (set -C && echo "$waiting" > "$STATE/unsent")
  say "$waiting recorded events have not reached the hub."
  say "They stay in $STATE/data, also through a purge; installing the agent again delivers those of its last enrolment."
  export_file="$STATE/unsent-$(date -u +%Y%m%dT%H%M%SZ).counterfoil"
  if "$LIB/counterfoil-agent" export-unsent --to "$export_file" --code-file "$export_file.code" >&2; then
    say "Those of its last enrolment are also in $export_file, sealed with the code in $export_file.code."
    say "Carry both to another machine with an agent and run: counterfoil-agent deliver FILE --code-file FILE.code"
  else
    say "They could not be exported (see above). Install the agent again to deliver them."
  fi
}

remove() { rm -rf "$LIB/versions" "$LIB/wanted" "$LIB/launcher/node"; }

purge() {
  rm -rf "$ETC"
  if [ -e "$STATE/unsent" ]; then
    kept="$STATE.unsent-$(date -u +%Y%m%dT%H%M%SZ)"
    mv "$STATE" "$kept"
    say "$(cat "$kept/unsent") events were never delivered: they are kept in $kept."
  else
    rm -rf "$STATE"
  fi
}

case "${1:-}" in
  install)
    make_account
    make_folders
    place_version
    start_service
    ;;
  before-remove) before_remove ;;
  remove) remove ;;
  purge) purge ;;
  *)
    echo 'usage: setup.sh install | before-remove | remove | purge' >&2
    exit 2
    ;;
esac
