# The last part of newcomer.sh, which reads it: the units under a real systemd, which lives in processes, mounts and a /run of its own.
# shellcheck shell=bash disable=SC2154 # variables and functions are newcomer.sh's

# No more than systemd itself is started: nothing of what a machine boots with, such as that which empties /tmp. And /tmp is another one.
boot() {
  mkdir -p "$RUN/boot"
  cat > "$RUN/boot/init" << X
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/kept /run/lock
mount --bind "$RUN" /run/kept
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p "$RUN"
mount --bind /run/kept "$RUN"
umount /run/kept
for d in /lib/systemd/system/*.wants; do mount -t tmpfs tmpfs "\$d"; done
mount -t tmpfs tmpfs /etc/systemd/system
mkdir /etc/systemd/system/multi-user.target.wants
for t in sysinit basic multi-user network-online; do
  printf '[Unit]\nDescription=nothing\nDefaultDependencies=no\n' > "/etc/systemd/system/\$t.target"
done
exec env container=lab /lib/systemd/systemd --system --unit=multi-user.target --log-target=console --log-level=info
X
  unshare -m -p -f -u -i --mount-proc --kill-child sh "$RUN/boot/init" > "$RUN/boot/log" 2>&1 &
  UNSHARED=$!
  until_true 20 runs_systemd || { cat "$RUN/boot/log"; return 1; }
}
runs_systemd() { INIT=$(pgrep -P "$UNSHARED") && there systemctl is-system-running 2>&1 | grep -Eq 'running|degraded'; }
there() { nsenter -t "$INIT" -m -p -u -i "$@"; }
# The page's own commands, with the real systemctl.
follow_there() { { echo "set -e; cd '$ROOT'"; page "$1" "$2"; } > "$RUN/commands"; there bash "$RUN/commands"; }
asks() { there /opt/postern/bin/postern gatekeeper ask "$1" --socket unix:/run/postern/socketmap; }
says() { asks "$1" 2>&1 | tee /dev/stderr | grep -q "$2"; }
gate_pid() { there systemctl show -p MainPID --value postern-gatekeeper; }
gate_has() { there grep -Eq "^$1:[[:space:]]*$2" "/proc/$(gate_pid)/status"; }
gate_is_somebody() { there sh -c '[ "$(stat -c %u "/proc/$0")" -gt 1000 ]' "$(gate_pid)"; }
bundle_of() { # number: another blocked name, signed by both
  { cat "$RUN/hands"; cat << X; } > "$RUN/commands"
postern list add blocked unit-$1.example
postern bundle create --gateway relay-1.example.mil -o policy-$1.postern
postern bundle sign policy-$1.postern --key "Alice Carter"
postern bundle sign policy-$1.postern --key "Bob Okafor"
X
  bash "$RUN/commands"
}
handed() { there sh -c 'cp "$0" /var/spool/postern/incoming/.new && mv /var/spool/postern/incoming/.new "/var/spool/postern/incoming/${0##*/}"' "$1"; }
at() { there postern-apply --status /etc/postern/postern-apply.conf | grep -q "serial $1 is in force"; }
enforces() { there grep -q "^postern_gatekeeper_bundle_serial $1\$" /run/postern/gatekeeper.prom; }
result() { there systemctl show -p Result,ExecMainStatus --value "$1" | tr '\n' ' '; }

# A unit that has ended is forgotten: so it writes its own exit status down.
fetches_later() {
  there mkdir -p /run/systemd/system/postern-fetch.service.d
  there sh -c 'printf "[Service]\nExecStopPost=/bin/sh -c \"echo \$\$EXIT_STATUS > /var/spool/postern/status\"\n" > /run/systemd/system/postern-fetch.service.d/said.conf'
  there systemctl daemon-reload && there systemctl start postern-fetch.service && there cat /var/spool/postern/status && there grep -qx 75 /var/spool/postern/status
}

units() {
  postfix stop > /dev/null 2>&1
  check "systemd starts" boot
  [ -n "${INIT:-}" ] || return
  check "Postfix starts under it" there postfix start
  check "the watch over incoming bundles is enabled" there systemctl enable --now postern-incoming.path postern-incoming.timer
  check "the next bundle" bundle_of 2
  check "is handed over" handed "$RUN/desk/policy-2.postern"
  check "and applied by the unit, Postfix reloaded and asked" until_true 60 at 2
  check "whose result is success" sh -c 'case "$0" in "success 0 "*) ;; *) echo "$0"; exit 1 ;; esac' "$(result postern-incoming.service)"
  check "the engine's unit, by the page" follow_there "cp -r target/postern /opt/postern" "/opt/postern/bin/postern gatekeeper ask"
  check "it answers" until_true 60 says gen@army.ml lookalike
  check "as a user of its own" gate_is_somebody
  check "without any capability" gate_has CapEff 0000000000000000
  check "who can get none" gate_has NoNewPrivs 1
  check "behind a filter of system calls" gate_has Seccomp 2
  check "Postfix's own user may ask" there setpriv --reuid postfix --regid postfix --clear-groups postmap -q gen@army.ml socketmap:unix:/run/postern/socketmap:transport
  check "others may not" sh -c '! "$@"' - nsenter -t "$INIT" -m -p setpriv --reuid nobody --regid nogroup --clear-groups postmap -q gen@army.ml socketmap:unix:/run/postern/socketmap:transport
  check "the next bundle" bundle_of 3
  check "is handed over" handed "$RUN/desk/policy-3.postern"
  check "and applied" until_true 60 at 3
  check "and the engine changes to it" until_true 30 enforces 3
  there kill -9 "$(gate_pid)"
  check "killed, it is back, and answers" until_true 60 says x@unit-3.example blocked
  check "with what was in force" until_true 30 enforces 3
  check "systemd has started it again" sh -c '[ "$0" -ge 1 ]' "$(there systemctl show -p NRestarts --value postern-gatekeeper)"
  check "fetching from a server that is not there is tried again later, and no failure" fetches_later
  there postfix stop > /dev/null 2>&1
  kill -9 "$INIT" 2> /dev/null
  wait "$UNSHARED" 2> /dev/null
}
