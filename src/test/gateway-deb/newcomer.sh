#!/bin/bash
# docs/gateway.md, followed to the letter: a fresh Debian Postfix, the package, the commands of the page as they stand there, in their order,
# until a mistyped recipient's mail lies in the box and the right one's does not. Then the units, under a systemd of its own (units.sh).
# usage: newcomer.sh      (as root, after `mvn package`; needs Postfix and Dovecot, which the relay lab installs, and unshare with overlayfs)
# It runs in mounts and a network of its own: nothing of this machine is touched. Prints one line for each assertion and at the end
# "N passed, N failed" and how long the commands took; exit code 1 if any failed, 2 if it could not run.
set -u
ROOT=$(cd "$(dirname "$0")/../../.." && pwd)
die() { echo "newcomer: $1" >&2; exit 2; }
if [ "${1-}" != inside ]; then
  [ "$(id -u)" = 0 ] || die "run this as root (a container will do)."
  unshare -m -n true 2> /dev/null || die "this kernel, or this container, gives no namespaces."
  dir=$(mktemp -d /tmp/postern-newcomer.XXXXXX) || die "no directory to run in."
  unshare -m -n --kill-child -p -f --mount-proc bash "$0" inside "$dir"
  rc=$?
  rmdir "$dir"
  exit "$rc"
fi
RUN=$2
mount -t tmpfs -o mode=755 none "$RUN" || die "no directory to run in."
for d in etc var usr opt; do
  mkdir -p "$RUN/$d/upper" "$RUN/$d/work"
  mount -t overlay overlay -o "lowerdir=/$d,upperdir=$RUN/$d/upper,workdir=$RUN/$d/work" "/$d" || die "no overlay over /$d."
done
ip link set lo up 2> /dev/null || ifconfig lo up
PASSED=0 FAILED=0
check() { local what=$1; shift; if "$@" > "$RUN/out" 2>&1; then PASSED=$((PASSED + 1)); echo "PASS $what"; else FAILED=$((FAILED + 1)); echo "FAIL $what"; sed 's/^/     | /' "$RUN/out" | tail -n 12; fi; }
until_true() { local end=$(($(date +%s) + $1)); shift; while ! "$@"; do [ "$(date +%s)" -lt "$end" ] || return 1; sleep 0.2; done; }
deb=$(cd "$ROOT" && sh installer/gateway/deb/package.sh) || die "the package cannot be built."

# What a person's hands do, and what differs here: no init system, no network, nobody who types a passphrase.
cat > "$RUN/hands" << X
set -e
postern() { XDG_DATA_HOME=$RUN/console "$ROOT/target/postern/bin/postern" "\$@" < /dev/null; }
apt-get() { case \$2 in ./postern-gateway*) dpkg -i "$ROOT/$deb" ;; esac; }
editor() { sed -i 's/^GATEWAY=.*/GATEWAY=relay-1.example.mil/' "\$1"; }
systemctl() { case \$*  in *postfix*) postfix start ;; *dovecot*) dovecot ;; esac; }
doveadm() { command doveadm "\$@" -p secret; }
openssl() { case \$1 in pkcs12) command openssl "\$@" -passout pass:secret ;; *) command openssl "\$@" ;; esac; }
mkdir -p "$RUN/desk"; cd "$RUN/desk"
X
# page PATTERN [PATTERN]: the commands of the page from the line with the first to the line with the second, without their comments.
page() { awk -v from="$1" -v to="$2" 'index($0, from) { on = 1 } on && index($0, to) { exit } on && /^    / { sub(/^    /, ""); print }' "$ROOT/docs/gateway.md"; }
follow() { { cat "$RUN/hands"; page "$1" "$2"; } > "$RUN/commands"; bash "$RUN/commands"; }
has_line() { grep -rhE "^X-|^Received|^To" /var/lib/postern-q/Maildir/new | tail -n 5; grep -rqF "$1" /var/lib/postern-q/Maildir/new /var/lib/postern-q/Maildir/cur 2> /dev/null; }

began=$(date +%s)
check "1. the package, its configuration, its file for the console" follow "On Debian and what descends" "Removing the package"
{ cat "$RUN/hands"; cat << 'X'; } > "$RUN/commands"
postern key new "Alice Carter"
postern key new "Bob Okafor"
heard=$(postern-enrol | sed -n 's/.*to read out: //p')
postern gateway add relay-1.example.mil.gateway --folder /srv/postern/relay-1 --fingerprint "$heard"
heard=$(postern-enrol --accept relay-1.example.mil.admission | sed -n 's/.*fingerprint: //p')
postern-enrol --accept relay-1.example.mil.admission $heard
X
check "2. officers; the console takes the gateway in, and the gateway its answer" bash "$RUN/commands"
check "the trust folder is there" test -f /etc/postern/trust/trust
postern-apply --init /etc/postern/postern-apply.conf > "$RUN/said" 2>&1
check "--init says what Postfix lacks" grep -q "transport_maps does not name lmdb:/var/lib/postern/current/transport" "$RUN/said"
postconf -e myhostname=relay-1.example.mil
check "3. Postfix, certificates, the box" follow "## 3. Postfix" "Routes of your own"
cp "$RUN/out" "$RUN/said"
check "--init finds nothing that it lacks any more" sh -c '! grep -E "postern-apply: (myhostname|recipient_delimiter|transport_maps|master.cf)" "$0"' "$RUN/said"
{ cat "$RUN/hands"; cat << X; } > "$RUN/commands"
postern list add trusted army.mil
postern bundle create --gateway relay-1.example.mil -o policy-1.postern
postern bundle sign policy-1.postern --key "Alice Carter"
postern bundle sign policy-1.postern --key "Bob Okafor"
X
check "4. the first bundle, signed by both" bash "$RUN/commands"
check "verified, applied, in force" follow "## 4. Bundles" "\"Applied\" means"
printf 'Subject: hello\n\nhello\n' > "$RUN/mail"
check "mail for a mistyped name is accepted" sh -c 'sendmail -f you@example.mil gen@army.ml < "$0"' "$RUN/mail"
check "and lies in the box, with its mark" until_true 30 has_line "X-Postern-Divert: class=lookalike; policy-serial=1; gateway=relay-1.example.mil"
check "with its recipient" has_line "X-Original-To: gen@army.ml"
listener() { { sleep 3; printf 'EHLO console\r\nQUIT\r\n'; sleep 2; } | openssl s_client -quiet -connect 127.0.0.1:465 -cert console.crt -key console.key -CAfile server.crt -verify_return_error; }
answers() { (cd /etc/postfix/postern && listener) | tee /dev/stderr | grep -q "^250.AUTH"; }
check "the release listener answers the console's certificate" answers
took=$(($(date +%s) - began))
. "$ROOT/src/test/gateway-deb/units.sh"
if [ -x /lib/systemd/systemd ]; then units; else echo "newcomer: systemd is missing: the units were not started"; fi
echo "newcomer: $PASSED passed, $FAILED failed; the commands took $took s"
[ "$FAILED" = 0 ]
