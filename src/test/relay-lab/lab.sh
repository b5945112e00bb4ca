#!/bin/bash
# The loop on real servers: Debian's Postfix and Dovecot, the packaged console, the gateway's own apply script.
# usage: lab.sh            (as root, after `mvn package`; installs the servers if they are missing)
# Everything runs on loopback from its own directory under target/; no systemd, nothing under /etc is written.
# Prints one line for each assertion and at the end "N passed, N failed"; exit code 1 if any failed, 2 if it could not run.
set -u
LAB=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$LAB/../../.." && pwd)
POSTERN=$ROOT/target/postern/bin/postern
GATEWAY_DIR=$ROOT/installer/gateway
QUSER=dovecot
P_SUBMIT=${POSTERN_LAB_PORT:-27025}
P_RELEASE=$((P_SUBMIT + 1)) P_SINK=$((P_SUBMIT + 2)) P_LMTP=$((P_SUBMIT + 3)) P_IMAPS=$((P_SUBMIT + 4))
PASSED=0 FAILED=0 RUN=

die() { echo "relay-lab: $1" >&2; exit 2; }
pass() { PASSED=$((PASSED + 1)); echo "PASS $1"; }
fail() { FAILED=$((FAILED + 1)); echo "FAIL $1"; [ -s "$RUN/out" ] && sed 's/^/     | /' "$RUN/out" | head -n 12; }
# check WHAT COMMAND...: one assertion
check() { local what=$1; shift; if "$@"; then pass "$what"; else fail "$what"; fi; }
# until SECONDS COMMAND...: polls for a condition, with a deadline
until_true() {
  local end=$(($(date +%s) + $1)); shift
  while ! "$@"; do [ "$(date +%s)" -lt "$end" ] || return 1; sleep 0.2; done
}

# ------------------------------------------------------------------------------------------------ what it needs

needs() {
  [ "$(id -u)" = 0 ] || die "Postfix's master process needs root; run this as root (a container will do)."
  [ -x "$POSTERN" ] || die "there is no $POSTERN; run mvn package first."
  [ -f "$GATEWAY_DIR/postern-apply" ] || die "there is no $GATEWAY_DIR/postern-apply."
  local packages="postfix postfix-lmdb postfix-pcre dovecot-imapd dovecot-lmtpd openssl"
  if ! { command -v postfix && command -v doveadm && command -v openssl && [ -e /usr/lib/postfix/postfix-lmdb.so ] \
    && [ -e /usr/lib/postfix/postfix-pcre.so ]; } > /dev/null 2>&1; then
    command -v apt-get > /dev/null || die "install $packages first; without apt-get this script cannot."
    echo "relay-lab: installing $packages"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } > /tmp/postern-lab-apt.$$ 2>&1 \
      || { tail -n 5 /tmp/postern-lab-apt.$$ >&2; die "the servers could not be installed."; }
    rm -f /tmp/postern-lab-apt.$$
  fi
  local p
  for p in $P_SUBMIT $P_RELEASE $P_SINK $P_LMTP $P_IMAPS; do
    ! listening "$p" || die "port $p is in use; set POSTERN_LAB_PORT to the first of five free ports."
  done
}

listening() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# The servers must reach the directory under their own users, and socket names must stay short.
directory() {
  RUN=$ROOT/target/relay-lab
  rm -rf "$RUN"
  mkdir -p "$RUN" && chmod 755 "$RUN"
  if [ ${#RUN} -gt 60 ] || ! setpriv --reuid "$QUSER" --regid "$QUSER" --clear-groups test -x "$RUN"; then
    RUN=$(mktemp -d /tmp/postern-lab.XXXXXX) || die "no directory to run in."
    chmod 755 "$RUN"
    echo "relay-lab: running in $RUN, because target/ is not open to the servers' users"
  fi
  mkdir -p "$RUN"/{postfix/etc/postern,postfix/spool,postfix/data,dovecot/base,dovecot/state,quarantine,sink,policy,authsock,pki,console,trust,mail}
}

# ------------------------------------------------------------------------------------------------ set-up

certificates() {
  local d=$RUN/pki ext
  ca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$d/$1.key" -out "$d/$1.crt" -days 3 -subj "/CN=$2" 2> /dev/null; }
  leaf() { # name ca subject extension
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$d/$1.key" -out "$d/$1.csr" -subj "/CN=$3" 2> /dev/null
    echo "$4" > "$d/ext"
    openssl x509 -req -in "$d/$1.csr" -CA "$d/$2.crt" -CAkey "$d/$2.key" -CAcreateserial -days 3 -out "$d/$1.crt" -extfile "$d/ext" 2> /dev/null
  }
  p12() { openssl pkcs12 -export -inkey "$d/$1.key" -in "$d/$1.crt" -name "$1" -passout pass:p12-pw -out "$d/$1.p12"; }
  ca server-ca "Lab server CA"; ca officers-ca "Officers CA"; ca rogue-ca "Officers CA"
  leaf server server-ca localhost "subjectAltName=DNS:localhost,IP:127.0.0.1"
  for n in console unlisted; do leaf $n officers-ca $n "extendedKeyUsage=clientAuth"; p12 $n; done
  leaf rogue rogue-ca console "extendedKeyUsage=clientAuth"; p12 rogue
  cp "$d/server.crt" "$d/server.key" "$d/officers-ca.crt" "$RUN/postfix/etc/postern/"
  cp "$d/server.key" "$d/dovecot.key"
  chmod 600 "$d"/*.key; chown "$QUSER" "$d/dovecot.key"
}

fill() { sed -e "s#@RUN@#$RUN#g; s#@QUSER@#$QUSER#g; s#@P_SUBMIT@#$P_SUBMIT#g; s#@P_SINK@#$P_SINK#g" "$1"; }
# The customer's example files, with the lab's paths and ports in place of the usual ones.
lab_places() {
  sed -e "s#/var/lib/postern/#$RUN/policy/#g; s#/etc/postfix/postern/#$RUN/postfix/etc/postern/#g" \
    -e "s#127\.0\.0\.1:24\b#127.0.0.1:$P_LMTP#; s#private/auth#$RUN/authsock/auth#" \
    -e "s#^465 inet#127.0.0.1:$P_RELEASE inet#; s#content_filter=release:#content_filter=release:[127.0.0.1]:$P_SINK#" "$1"
}

configure() {
  local e=$RUN/postfix/etc x=$GATEWAY_DIR/postfix
  { fill "$LAB/postfix-base.cf"; lab_places "$x/main.cf.example"; } > "$e/main.cf"
  { fill "$LAB/master-base.cf"; lab_places "$x/master.cf.example"; } > "$e/master.cf"
  for f in rcpt_sanity strip_forged; do cp "$x/$f.pcre.example" "$e/postern/$f.pcre"; done
  echo "$(openssl x509 -in "$RUN/pki/console.crt" -noout -fingerprint -sha256 | cut -d= -f2) OK" > "$e/postern/console_certs"
  postmap -c "$e" "lmdb:$e/postern/console_certs" || die "postmap failed."
  { fill "$LAB/dovecot-base.conf"
    sed -e "s#/etc/postfix/postern/server.crt#$RUN/pki/server.crt#; s#/etc/postfix/postern/server.key#$RUN/pki/dovecot.key#" \
      -e "s#/var/lib/postern-q#$RUN/quarantine#g; s#uid=postern-q gid=postern-q ##; s#/etc/dovecot/postern-officers#$RUN/dovecot/officers#" \
      -e "s#/var/spool/postfix/private/auth#$RUN/authsock/auth#; s#mode = 0660#mode = 0666#; /^ *\(user\|group\) = postfix/d" \
      -e "s#port = 993#port = $P_IMAPS#; s#port = 24\$#port = $P_LMTP#" "$x/dovecot.conf.example"
  } > "$RUN/dovecot/dovecot.conf"
  echo "alice:$(doveadm -c /dev/null pw -s SHA512-CRYPT -r 5000 -p alice-pw 2> /dev/null || doveadm pw -s SHA512-CRYPT -r 5000 -p alice-pw)" > "$RUN/dovecot/officers"
  chown -R postfix "$RUN/postfix/data"
  chown -R "$QUSER" "$RUN/dovecot" "$RUN/quarantine" "$RUN/sink" "$RUN/authsock"
  chmod 700 "$RUN/quarantine"
  cat > "$RUN/apply.conf" << X
GATEWAY=relay.lab.example
STATE=$RUN/policy
TRUST=$RUN/trust
POLICY_ID=lab
POSTFIX_CONF=$e
QUARANTINE_NEXTHOP=inet:127.0.0.1:$P_LMTP
RECEIPT_INTERVAL=0
RECEIPT_CMD='{ echo "Subject: POSTERN-RECEIPT relay.lab.example"; echo; cat "\$1"; } | sendmail -C $e -f gateway@relay.lab.example all@receipts.postern.invalid'
X
}

start_dovecot() {
  setpriv --reuid "$QUSER" --regid "$QUSER" --clear-groups dovecot -F -c "$RUN/dovecot/dovecot.conf" > "$RUN/dovecot.out" 2>&1 &
  DOVECOT=$!
  until_true 10 listening "$P_IMAPS" && until_true 10 listening "$P_LMTP" || { cat "$RUN/dovecot.out" "$RUN/dovecot/log" >&2; die "Dovecot did not start."; }
}

start() {
  smtp-sink -c -u "$QUSER" -d "$RUN/sink/%s." "127.0.0.1:$P_SINK" 100 > "$RUN/sink.log" 2>&1 &
  SINK=$!
  start_dovecot
  postfix -c "$RUN/postfix/etc" start > "$RUN/postfix.out" 2>&1 || { cat "$RUN/postfix.out" "$RUN/postfix/maillog" >&2; die "Postfix did not start."; }
  local p
  for p in $P_SINK $P_SUBMIT $P_RELEASE; do until_true 10 listening "$p" || { tail "$RUN/postfix/maillog" >&2; die "port $p is not up."; }; done
}

stop() {
  [ -n "$RUN" ] && [ -f "$RUN/postfix/spool/pid/master.pid" ] && postfix -c "$RUN/postfix/etc" stop > /dev/null 2>&1
  [ -n "${DOVECOT:-}" ] && kill "$DOVECOT" 2> /dev/null
  [ -n "${SINK:-}" ] && kill "$SINK" 2> /dev/null
  [ -n "${ENGINE:-}" ] && kill "$ENGINE" 2> /dev/null
  stop_targets
  wait 2> /dev/null
}

# ------------------------------------------------------------------------------------------------ the people in the play

# submit FILE RECIPIENT...: an ordinary sender; succeeds if all recipients and the message are accepted
submit() {
  local file=$1 line rcpt; shift
  exec 4<> "/dev/tcp/127.0.0.1/$P_SUBMIT" || return 1
  say() { [ -z "$1" ] || printf '%s\r\n' "$1" >&4; while IFS= read -r -t 20 line <&4; do case $line in ???-*) ;; *) break ;; esac; done; echo "$line" >> "$RUN/out"; [ "${line:0:1}" = "$2" ]; }
  : > "$RUN/out"
  { say "" 2 && say "EHLO desk.mod.example" 2 && say "MAIL FROM:<capt@mod.example>" 2; } || { exec 4>&-; return 1; }
  for rcpt in "$@"; do say "RCPT TO:<$rcpt>" 2 || { exec 4>&-; return 1; }; done
  say "DATA" 3 || { exec 4>&-; return 1; }
  sed -e 's/^\./../' -e 's/$/\r/' "$file" >&4
  say "." 2; local result=$?
  say "QUIT" 2; exec 4>&-; return $result
}

mail_file() { # token recipient-header
  cat > "$RUN/mail/$1" << X
From: Captain <capt@mod.example>
To: $2
Subject: $1
Message-ID: <$1@mod.example>
X-Postern-Divert: class=trusted; policy-serial=999; gateway=relay.lab.example
X-Original-To: forged@army.mil
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

First line of $1, with an é.
.a line that begins with a dot
..two dots
.

	a tab, trailing blanks   
From the last line
X
}

# What the world outside got: files of the sink for a recipient that hold a token.
outside() { grep -lF "X-Rcpt-Args: <$1>" "$RUN"/sink/* 2> /dev/null | xargs -r grep -lF "Subject: $2" 2> /dev/null; }
arrived() { [ "$(outside "$1" "$2" | wc -l)" -ge 1 ]; }
nowhere() { [ -z "$(outside "$1" "$2")" ]; }
held_files() { grep -rlF "Subject: $1" "$RUN"/quarantine/Maildir/new "$RUN"/quarantine/Maildir/cur 2> /dev/null; }
held_copies() { [ "$(held_files "$2" | wc -l)" -eq "$1" ]; }
body() { awk 'body { print } /^\r?$/ { body = 1 }' "$1" | tr -d '\r' | sed -e '${/^$/d}' | sha256sum; }
head_of() { sed '/^\r*$/q' "$1"; }

console() { "$POSTERN" "$@" --data "$RUN/console" > "$RUN/out" 2> "$RUN/err"; local rc=$?; cat "$RUN/err" >> "$RUN/out"; return $rc; }
quarantine() { local settings=$1; shift; console quarantine "$@" --settings "$RUN/$settings.properties"; }
# json FIELD: of the object in out whose line holds the pattern
json() { grep -F "$2" "$RUN/out" | sed -n 's/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' | head -n 1; }
exits() { local want=$1 got; shift; "$@"; got=$?; [ "$got" = "$want" ] || { echo "exit code $got, expected $want" >> "$RUN/out"; return 1; }; }
refused() { "$@"; case $? in 1 | 2) ;; *) return 1 ;; esac; ! grep -q accepted "$RUN/out"; }
apply() { PATH=$PATH sh "$GATEWAY_DIR/postern-apply" "$RUN/apply.conf" "$1" > "$RUN/out" 2>&1; }
active() { sh "$GATEWAY_DIR/postern-apply" --status "$RUN/apply.conf" 2>&1 | sed -n 's/.*serial \([0-9]*\) is in force.*/\1/p'; }

settings() {
  base() { # certificate password trust
    cat << X
imap.host = localhost
imap.port = $P_IMAPS
imap.user = alice
imap.password = alice-pw
imap.trust = $3
release.host = localhost
release.port = $P_RELEASE
release.user = alice
release.password = $2
release.trust = pki/server-ca.crt
release.client-name = console.lab.example
X
    [ -z "$1" ] || printf 'release.certificate = pki/%s.p12\nrelease.certificate-password = p12-pw\n' "$1"
  }
  base console alice-pw pki/server-ca.crt > "$RUN/right.properties"
  base "" alice-pw pki/server-ca.crt > "$RUN/no-certificate.properties"
  base unlisted alice-pw pki/server-ca.crt > "$RUN/unlisted-certificate.properties"
  base rogue alice-pw pki/server-ca.crt > "$RUN/rogue-certificate.properties"
  base console wrong pki/server-ca.crt > "$RUN/wrong-password.properties"
  base console alice-pw pki/rogue-ca.crt > "$RUN/wrong-authority.properties"
}

bundle() { # file: made and signed by the console
  console bundle create -o "$1" --gateway relay.lab.example --policy-id lab --force && console bundle sign "$1" --key alice
}

# ------------------------------------------------------------------------------------------------ the play

play() {
  local id serial before

  echo "--- the first policy"
  check "console: trusted and blocked lists" console list add trusted army.mil navy.mil mod.example
  check "console: a blocked entry" console list add blocked evil.example
  check "console: officer's key" console key new alice
  check "console: trust folder for the gateway" console key trust "$RUN/trust" --threshold 1
  check "console: bundle made and signed" bundle "$RUN/first.postern"
  check "gateway: applies it" apply "$RUN/first.postern"
  serial=$(active)
  check "gateway: runs serial ${serial:-?}" test "${serial:-0}" -ge 1

  echo "--- one right and one mistyped recipient"
  mail_file TYPO "gen@army.mil, col@army.ml"
  check "gateway accepts the message for both" submit "$RUN/mail/TYPO" gen@army.mil col@army.ml
  check "right recipient gets it" until_true 20 arrived gen@army.mil TYPO
  check "exactly one copy is held" until_true 20 held_copies 1 TYPO
  check "mistyped recipient does not get it" nowhere col@army.ml TYPO
  check "console lists it over IMAPS" quarantine right list --json
  id=$(json id TYPO)
  check "with its exact envelope address" test "$(json recipient TYPO)" = col@army.ml
  check "with class and policy serial as the gateway wrote them, not as the sender forged them" \
    test "$(json class TYPO) $(json policySerial TYPO)" = "lookalike $serial"
  check "with the envelope sender" test "$(json sender TYPO)" = capt@mod.example
  check "with the name that was meant" test "$(json meant TYPO)" = army.mil
  check "with the recipient that was not held" grep -qF '"notHeld":["gen@army.mil"]' "$RUN/out"
  check "a server certificate of another authority is refused" exits 2 quarantine wrong-authority list
  check "and the sentence says so" grep -q "not trusted" "$RUN/out"
  check "connection test: every step of mailbox and release listener" exits 0 console mail test --settings "$RUN/right.properties"
  check "connection test: the certificate step, where the authority is another" exits 1 console mail test --settings "$RUN/wrong-authority.properties"
  check "and says that this may be an attack" grep -q "failed   certificate .*may be an attack" "$RUN/out"
  check "console shows the message" quarantine right show "$id"
  check "and its text" grep -q "First line of TYPO" "$RUN/out"

  echo "--- who may not release"
  for wrong in no-certificate unlisted-certificate rogue-certificate wrong-password; do
    check "release is refused: $wrong" refused quarantine $wrong release "$id" --to col@army.mil --reason exercise
    echo "     $(grep -v '^$' "$RUN/out" | head -n 1 | cut -c1-160)"
  done
  check "a release to another mistyped address is refused" exits 1 quarantine right release "$id" --to col@navy.ml --reason exercise
  check "nothing of it left" nowhere col@army.mil TYPO

  echo "--- corrected and released"
  check "console corrects and releases" quarantine right release "$id" --to col@army.mil --reason sender-confirmed --note "asked by telephone" --officer alice
  check "the gateway's reply is shown" grep -q "250 2.0.0 Ok: queued as" "$RUN/out"
  check "corrected recipient gets it" until_true 20 arrived col@army.mil TYPO
  before=$(outside gen@army.mil TYPO | head -n 1)
  released=$(outside col@army.mil TYPO | head -n 1)
  check "body byte-identical to the copy that was never held" test "$(body "$before")" = "$(body "$released")"
  check "once" test "$(outside col@army.mil TYPO | wc -l)" = 1
  check "with the original envelope sender" grep -qF "X-Mail-Args: <capt@mod.example>" "$released"
  check "to this recipient only" test "$(grep -c '^X-Rcpt-Args:' "$released")" = 1
  check "without marks of the gateway, the typo's envelope, or the officer" \
    eval '! head_of "$released" | grep -Eqi "x-postern|x-original-to|delivered-to|alice"'
  check "mistyped recipient never got it" nowhere col@army.ml TYPO
  check "held copy is out of the box" held_copies 0 TYPO
  check "and in the folder Released" eval 'grep -rqlF "Subject: TYPO" "$RUN/quarantine/Maildir/.Released"'
  check "the same copy cannot be released again" exits 1 quarantine right release "$id" --reason exercise

  echo "--- a list change that reaches the gateway"
  mail_file BEFORE "x@newbad.example"
  check "before: mail for newbad.example is accepted" submit "$RUN/mail/BEFORE" x@newbad.example
  check "and delivered" until_true 20 arrived x@newbad.example BEFORE
  check "console: newbad.example is blocked" console list add blocked newbad.example
  check "console: new bundle, signed" bundle "$RUN/second.postern"
  cp "$RUN/second.postern" "$RUN/tampered.postern"
  sed -i 's/newbad\.example/newgud.example/' "$RUN/tampered.postern"
  check "gateway refuses the bundle with one name changed" exits 10 apply "$RUN/tampered.postern"
  console bundle create -o "$RUN/unsigned.postern" --gateway relay.lab.example --policy-id lab --force
  check "gateway refuses the bundle that nobody signed" exits 10 apply "$RUN/unsigned.postern"
  check "and still runs the old one" test "$(active)" = "$serial"
  check "gateway applies the new bundle" apply "$RUN/second.postern"
  check "and runs a higher serial" test "$(active)" -gt "$serial"
  check "gateway refuses the old bundle again" exits 10 apply "$RUN/first.postern"
  mail_file AFTER "x@newbad.example"
  # A reload takes effect for new lookups within a moment; the map itself was switched at once.
  check "after: mail for newbad.example is accepted" submit "$RUN/mail/AFTER" x@newbad.example
  check "and held" until_true 20 held_copies 1 AFTER
  check "not delivered" nowhere x@newbad.example AFTER
  check "console lists it" quarantine right list --json
  check "as blocked, under the new serial" test "$(json class AFTER) $(json policySerial AFTER)" = "blocked $(active)"
  id=$(json id AFTER)
  check "console rejects it" quarantine right reject "$id" --reason suspicious --officer alice
  check "it lies in the folder Rejected" eval 'grep -rqlF "Subject: AFTER" "$RUN/quarantine/Maildir/.Rejected"'

  echo "--- receipts"
  check "receipts came into the box" eval 'until_true 20 held_copies 5 "POSTERN-RECEIPT"'
  check "console reads them, signature checked" quarantine right receipts --gateway-key "$RUN/policy/gateway.pub"
  check "applied, refused and applied" test "$(grep -c 'result: applied' "$RUN/out") $(grep -c 'result: refused' "$RUN/out")" = "2 3"
  check "all signatures are good" test "$(grep -c 'signature: good' "$RUN/out") $(grep -c 'signature: bad' "$RUN/out")" = "5 0"
  check "no receipt is listed as held mail" eval 'quarantine right list --json && ! grep -q RECEIPT "$RUN/out"'
  mail_file "POSTERN-RECEIPT" "x@army.ml"
  check "a sender's message that calls itself a receipt is accepted" submit "$RUN/mail/POSTERN-RECEIPT" x@army.ml
  check "and held" until_true 20 held_copies 6 "POSTERN-RECEIPT"
  check "and listed as held mail" eval 'quarantine right list --json && grep -q "x@army.ml" "$RUN/out"'

  echo "--- the quarantine store is down"
  kill "$DOVECOT"; wait "$DOVECOT" 2> /dev/null
  mail_file DOWN "gen@army.mil, col@army.ml"
  check "gateway accepts the message for both" submit "$RUN/mail/DOWN" gen@army.mil col@army.ml
  check "right recipient gets it" until_true 20 arrived gen@army.mil DOWN
  check "console says that it cannot reach the box" exits 2 quarantine right list
  check "mistyped recipient waits in the gateway's queue" eval 'until_true 20 queued col@army.ml'
  check "and is not delivered" nowhere col@army.ml DOWN
  start_dovecot
  postqueue -c "$RUN/postfix/etc" -f
  check "store up again: the copy is held" until_true 30 held_copies 1 DOWN
}
queued() { postqueue -c "$RUN/postfix/etc" -p | grep -qF "$1"; }

# ------------------------------------------------------------------------------------------------ the whole

. "$LAB/fresh.sh"
. "$LAB/flow.sh"
. "$LAB/engine.sh"
. "$LAB/targets.sh"

needs
directory
trap stop EXIT
trap 'exit 2' HUP INT TERM
certificates
configure
settings
sh "$GATEWAY_DIR/postern-apply" --init "$RUN/apply.conf" > "$RUN/out" 2>&1 || { cat "$RUN/out" >&2; die "postern-apply --init failed."; }
start
play
fresh
flow
engine
targets
if [ "$FAILED" -gt 0 ]; then
  echo "--- last lines of the gateway's log"
  tail -n 25 "$RUN/postfix/maillog"
fi
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" = 0 ]
