#!/bin/bash
# The gateway's Debian package, from building to purging: made twice with the same bytes, installed, a bundle handed over and applied on a
# real Postfix, removed, purged.
# usage: deb.sh            (as root, after `mvn package`; needs Postfix, which the relay lab installs)
# It is installed under a directory of its own (dpkg --root); nothing of this machine's own Postfix is touched.
# Prints one line for each assertion and at the end "N passed, N failed"; exit code 1 if any failed, 2 if it could not run.
set -u
ROOT=$(cd "$(dirname "$0")/../../.." && pwd)
POSTERN=$ROOT/target/postern/bin/postern
PASSED=0 FAILED=0
die() { echo "gateway-deb: $1" >&2; exit 2; }
check() { local what=$1; shift; if "$@" > "$RUN/out" 2>&1; then PASSED=$((PASSED + 1)); echo "PASS $what"; else FAILED=$((FAILED + 1)); echo "FAIL $what"; sed 's/^/     | /' "$RUN/out" | head -n 12; fi; }
[ "$(id -u)" = 0 ] || die "Postfix's master process needs root; run this as root (a container will do)."
[ -x "$POSTERN" ] || die "there is no $POSTERN; run mvn package first."
for tool in dpkg dpkg-deb postfix postmap; do command -v $tool > /dev/null || die "$tool is missing; the relay lab installs Postfix, and Debian has dpkg."; done
RUN=$(mktemp -d /tmp/postern-deb.XXXXXX) || die "no directory to run in."
chmod 755 "$RUN"
R=$RUN/root E=$RUN/postfix
stop() { [ -f "$E/spool/pid/master.pid" ] && postfix -c "$E" stop > /dev/null 2>&1; rm -rf "$RUN"; }
trap stop EXIT

console() { "$POSTERN" "$@" --data "$RUN/console"; }
bundle() { console bundle create -o "$1" --gateway relay.lab.example --policy-id lab --force && console bundle sign "$1" --key alice; }
admin() { dpkg --root="$R" --force-script-chrootless --force-depends --log=/dev/null "$@"; }
incoming() { PATH=$R/usr/sbin:$PATH sh "$R/usr/lib/postern/incoming" "$R/etc/postern/postern-apply.conf" "$R/var/spool/postern"; }
status() { sh "$R/usr/sbin/postern-apply" --status "$R/etc/postern/postern-apply.conf"; }
at_serial() { status | grep -q "serial $1 is in force"; }
answers() { [ "$(postmap -c "$E" -q "$1" "lmdb:$R/var/lib/postern/current/transport")" = "$2" ]; }
holds() { case $(postmap -c "$E" -q "$1" "lmdb:$R/var/lib/postern/current/transport") in q-*) return 0 ;; *) return 1 ;; esac; }
gone() { [ ! -e "$R$1" ]; }
kept() { [ -e "$R$1" ]; }
not() { ! "$@"; }
fails_with() { local want=$1; shift; "$@"; [ "$?" = "$want" ]; }
status_says() { status | grep -qF "$1"; }
same() { cmp "$1" "$2"; }

build() { deb=$ROOT/$(cd "$ROOT" && sh installer/gateway/deb/package.sh) && [ -f "$deb" ]; }
check "the package is built" build
cp "$deb" "$RUN/first.deb"
check "built again, it has the same bytes" build
check "the same bytes" same "$deb" "$RUN/first.deb"
for page in "$ROOT"/installer/gateway/*.8; do
  command -v man > /dev/null && check "the man page ${page##*/} has no warnings" sh -c '[ -z "$(MANROFFSEQ="" man --warnings -l "$0" 2>&1 > /dev/null)" ]' "$page"
done
for program in "$ROOT"/installer/gateway/postern-*[a-z]; do
  [ ! -x "$program" ] || check "${program##*/} has a man page" test -f "$program.8"
done

mkdir -p "$R/var/lib/dpkg/info" "$R/var/lib/dpkg/updates" "$R/etc" && touch "$R/var/lib/dpkg/status" "$R/var/lib/dpkg/available"
find "$R" ! -type d | sort > "$RUN/before"
check "it is installed" admin -i "$deb"
check "with its directories" test -d "$R/etc/postern/trust" -a -d "$R/var/spool/postern/incoming" -a -d "$R/var/lib/postern"
check "nobody else reads the configuration" test "$(stat -c %a "$R/etc/postern/postern-apply.conf")" = 600

mkdir -p "$E/spool" "$E/data" && chown postfix "$E/data"
cat > "$E/main.cf" << X
compatibility_level = 3.6
queue_directory = $E/spool
data_directory = $E/data
myhostname = relay.lab.example
inet_interfaces = loopback-only
maillog_file = $E/maillog
maillog_file_prefixes = $E
transport_maps = lmdb:$R/var/lib/postern/current/transport
X
printf '%s\n' 'cleanup unix n - n - 0 cleanup' 'qmgr unix n - n 300 1 qmgr' 'rewrite unix - - n - - trivial-rewrite' \
  'postlog unix-dgram n - n - 1 postlogd' 'pickup unix n - n 60 1 pickup' > "$E/master.cf"
sed -i -e 's/^GATEWAY=.*/GATEWAY=relay.lab.example/; s/^POLICY_ID=.*/POLICY_ID=lab/' \
  -e "s#^TRUST=.*#TRUST=$R/etc/postern/trust#; s#^STATE=.*#STATE=$R/var/lib/postern#; s#^POSTFIX_CONF=.*#POSTFIX_CONF=$E#" "$R/etc/postern/postern-apply.conf"
check "it is initialised" sh "$R/usr/sbin/postern-apply" --init "$R/etc/postern/postern-apply.conf"
check "Postfix starts with it" postfix -c "$E" start

check "console: lists" console list add trusted army.mil
check "console: key" console key new alice
check "console: trust folder" console key trust "$R/etc/postern/trust" --threshold 1
check "console: bundle" bundle "$RUN/policy-1.postern"
cp "$RUN/policy-1.postern" "$R/var/spool/postern/incoming/.half"
ln -s /etc/hostname "$R/var/spool/postern/incoming/link.postern"
echo garbage > "$R/var/spool/postern/incoming/policy-0.postern"
check "what is half written, a link, or garbage, changes nothing" incoming
check "and no policy is in force" sh -c 'case $(sh "$1/usr/sbin/postern-apply" --status "$1/etc/postern/postern-apply.conf") in *"no policy"*) ;; *) exit 1 ;; esac' - "$R"
mv "$R/var/spool/postern/incoming/.half" "$R/var/spool/postern/incoming/policy-1.postern"
check "a bundle that is handed over is taken" incoming
check "and in force" at_serial 1
check "army.ml is held" holds army.ml
check "army.mil is not" not holds army.mil
check "it is out of the incoming folder" test -z "$(ls "$R/var/spool/postern/incoming")"
console list add blocked evil.example > /dev/null && bundle "$R/var/spool/postern/incoming/policy-2.postern" > /dev/null
check "the next one, too" incoming
check "evil.example is held" holds evil.example

console list add blocked newest.example > /dev/null && bundle "$RUN/policy-3.postern" > /dev/null
"$POSTERN" key heartbeat "$RUN/heartbeat.key" > /dev/null
console key trust "$R/etc/postern/trust" --threshold 1 --serial 2 --heartbeat "console-1=$RUN/heartbeat.key.pub" alice > /dev/null
check "console: heartbeat" console bundle heartbeat --key "$RUN/heartbeat.key" --trust "$R/etc/postern/trust" --bundle "$RUN/policy-3.postern" -o "$R/var/spool/postern/incoming"
cp "$R"/var/spool/postern/incoming/heartbeat-* "$RUN/"
check "a heartbeat that is handed over raises the alarm: the unit fails" fails_with 40 incoming
check "it is behind" status_says "ALARM (behind)"
check "it stays so" fails_with 40 incoming
cp "$RUN/policy-3.postern" "$RUN"/heartbeat-* "$R/var/spool/postern/incoming/"
check "with the policy that it speaks of it does not" incoming
check "nothing is wrong any more" at_serial 3

check "it is installed once more" admin -i "$deb"
check "its configuration is the administrator's" grep -q '^POLICY_ID=lab' "$R/etc/postern/postern-apply.conf"
check "the policy is still in force" at_serial 3
check "it is removed" admin -r postern-gateway
check "the program is gone" gone /usr/sbin/postern-apply
check "Postfix goes on holding" holds evil.example
mkdir -p "$R/etc/postfix" && echo "transport_maps = lmdb:/var/lib/postern/current/transport" > "$R/etc/postfix/main.cf"
cp "$R/var/lib/dpkg/status" "$RUN/status"; cp -a "$R/var/lib/dpkg/info" "$RUN/info"; cp -a "$R/etc/postern" "$RUN/etc"
check "purged while Postfix asks for the policy" admin -P postern-gateway
check "the policy stays" holds evil.example
postfix -c "$E" stop > /dev/null 2>&1
: > "$R/etc/postfix/main.cf"
cp "$RUN/status" "$R/var/lib/dpkg/status"; rm -rf "$R/var/lib/dpkg/info"; cp -a "$RUN/info" "$R/var/lib/dpkg/info"; cp -a "$RUN/etc/." "$R/etc/postern"
check "purged when it no longer does" admin -P postern-gateway
rm -rf "$R/etc/postfix"
left() { find "$R" ! -type d ! -path "$R/var/lib/dpkg/*" | sort | diff <(grep -v /var/lib/dpkg/ "$RUN/before") -; }
check "nothing of it is left" left
check "no directory either" test ! -e "$R/var/lib/postern" -a ! -e "$R/var/spool/postern" -a ! -e "$R/etc/postern"

echo "gateway-deb: $PASSED passed, $FAILED failed"
[ "$FAILED" = 0 ]
