#!/bin/sh
# Run by a booted Debian's own systemd (hub-under-systemd.test.ts): installs the .debs in /, and says `ok NAME` or what it saw instead.
exec > /said 2>&1
LIB=/usr/lib/counterfoil
value() { systemctl show --property "$1" --value "counterfoil-$2"; }
answers() { curl --silent --fail --output /dev/null "http://127.0.0.1:$1"; }
ok() { echo "ok $1"; }
eventually() {
  name=$1
  shift
  for _ in $(seq 240); do
    if "$@"; then ok "$name"; return 0; fi
    sleep 0.5
  done
  echo "BAD $name"
  journalctl --no-pager --unit 'counterfoil*' | tail -40
}
both_ready() { answers 4000/readyz && answers 3000/readyz; }
changed() { [ "$(value MainPID hub)" != "$1" ] && [ "$(value MainPID hub)" != 0 ]; }
# In the sandbox of a service, as its account.
as() {
  pid=$(value MainPID "$1")
  shift
  uid=$(awk '/^Uid/{print $2}' "/proc/$pid/status")
  gid=$(awk '/^Gid/{print $2}' "/proc/$pid/status")
  nsenter --target "$pid" --mount setpriv --reuid="$uid" --regid="$gid" --clear-groups "$@" 2> /dev/null
}

dpkg --install /counterfoil_0.1.0_amd64.deb > /dpkg 2>&1 || cat /dpkg
eventually 'first start' both_ready
for service in hub dashboard database; do
  pid=$(value MainPID $service)
  grep -q '^CapBnd:.0000000000000000$' "/proc/$pid/status" && grep -q '^NoNewPrivs:.1$' "/proc/$pid/status" && ok "$service has no rights"
  as $service touch /etc/x || as $service touch $LIB/x || as $service touch /home/x || ok "$service writes nothing of the system"
done
as hub touch /var/lib/counterfoil/evidence/x && ok 'hub writes evidence'
as hub cat /run/credentials/counterfoil-hub.service/hub-key > /dev/null && ok 'hub reads its key'
as dashboard cat /var/lib/counterfoil/hub-key > /dev/null || as dashboard cat /run/credentials/counterfoil-hub.service/hub-key > /dev/null || ok 'dashboard reads no key of the hub'
as hub cat /var/lib/counterfoil/auth-secret > /dev/null || ok 'hub reads no secret of the dashboard'
counterfoil setup-link > /dev/null && ok 'command line'

mkdir -p /run/systemd/system/counterfoil-hub.service.d
printf '[Service]\nWatchdogSec=10\n' > /run/systemd/system/counterfoil-hub.service.d/sooner.conf
systemctl daemon-reload
systemctl restart counterfoil-hub
eventually 'hub restarted' both_ready
before=$(value MainPID hub)
kill -9 "$before"
eventually 'hub killed' changed "$before"
eventually 'ready again' both_ready
before=$(value MainPID hub)
# Twice as long as the watchdog waits.
sleep 20
[ "$(value MainPID hub)" = "$before" ] && ok 'a hub that beats is left alone'
kill -STOP "$before"
eventually 'hub that stood still' changed "$before"
eventually 'ready once more' both_ready

dpkg --install /counterfoil_0.1.1_amd64.deb > /dpkg 2>&1 || cat /dpkg
eventually upgraded both_ready
[ "$(readlink $LIB/current)" = versions/0.1.1 ] && ok 'the new version is the current one'
case "$(readlink "/proc/$(value MainPID hub)/exe")" in $LIB/versions/0.1.1/*) ok 'the new version runs' ;; esac
dpkg --force-downgrade --install /counterfoil_0.1.0_amd64.deb > /dpkg 2>&1 || cat /dpkg
eventually downgraded both_ready
[ "$(readlink $LIB/current)" = versions/0.1.0 ] && ok 'the version before is the current one'
dpkg --remove counterfoil > /dpkg 2>&1 || cat /dpkg
[ "$(value ActiveState hub)$(value ActiveState database)" = inactiveinactive ] && ok 'removed: nothing runs'
[ -e /var/lib/counterfoil/cluster/PG_VERSION ] && ok 'removed: the record is there'
echo end
systemctl poweroff
