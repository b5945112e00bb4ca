# Another part of lab.sh, which reads it: the slip engine at the gateway, asked by the real Postfix over socketmap.
# shellcheck shell=bash disable=SC2154,SC2034 # variables and functions are lab.sh's

start_engine() {
  # The group of Postfix may use the socket.
  setpriv --regid postfix --clear-groups "$POSTERN" gatekeeper --bundle "$RUN/engine/bundle" --trust "$RUN/trust" \
    --gateway relay.lab.example --policy-id lab --quarantine "inet:127.0.0.1:$P_LMTP" --listen "unix:$RUN/engine/socketmap" \
    --state "$RUN/engine/state" --metrics "$RUN/engine/metrics.prom" --log-lookups >> "$RUN/engine/log" 2>&1 &
  ENGINE=$!
  until_true 60 answers gen@army.mil :
}
kill_engine() { kill -9 "$ENGINE"; wait "$ENGINE" 2> /dev/null; ENGINE=; }
# As a careful deliverer does: under another name first.
hand_over() { cp "$1" "$RUN/engine/next" && mv "$RUN/engine/next" "$RUN/engine/bundle"; }
runs() { grep -q "^postern_gatekeeper_bundle_serial $1\$" "$RUN/engine/metrics.prom" 2> /dev/null; }
said() { grep "\"event\":\"$1\"" "$RUN/engine/log" | grep -q "$2"; }
answers() { [ "$(postmap -c "$RUN/postfix/etc" -q "$1" "socketmap:unix:$RUN/engine/socketmap:transport" 2> /dev/null)" = "$2" ]; }
engine_ask() { "$POSTERN" gatekeeper ask "$@" --socket "unix:$RUN/engine/socketmap" > "$RUN/out" 2>&1; }
same_proof() { # address: the gateway and the console give the same bytes
  engine_ask --json "$1"; cp "$RUN/out" "$RUN/asked"
  console check --json "$1"; cmp -s "$RUN/out" "$RUN/asked" && [ -s "$RUN/asked" ]
}

engine() {
  local n rcpt missed=0 serial
  echo "--- the engine at the gateway"
  mkdir -p "$RUN/engine" && chgrp postfix "$RUN/engine" && chmod 750 "$RUN/engine"
  check "gateway: postern-apply left the bundle for the engine" test -s "$RUN/policy/current/bundle"
  hand_over "$RUN/policy/current/bundle"
  check "gateway: the engine starts" start_engine
  check "and runs the serial that the table has" until_true 20 runs "$(active)"
  postconf -c "$RUN/postfix/etc" "transport_maps = inline:{ receipts.postern.invalid=q-receipt:inet:127.0.0.1:$P_LMTP } proxy:socketmap:unix:$RUN/engine/socketmap:transport"
  postfix -c "$RUN/postfix/etc" reload > /dev/null 2>&1
  rcpt=
  for n in aarmmy.mil arrnyy.ml armmy-mil.com navvyy.ml armyy-mill.com; do
    [ -n "$rcpt" ] || ! answers "$n" "q-lookalike:inet:127.0.0.1:$P_LMTP" || grep -qF "$n" "$RUN/policy/current/transport" || rcpt=$n
  done
  check "a lookalike that nobody wrote down: ${rcpt:-none}" test -n "$rcpt"
  mail_file ENGINE "gen@army.mil, col@$rcpt"
  check "gateway accepts a message for it" submit "$RUN/mail/ENGINE" gen@army.mil "col@$rcpt"
  check "right recipient gets it" until_true 20 arrived gen@army.mil ENGINE
  check "exactly one copy is held" until_true 20 held_copies 1 ENGINE
  check "lookalike does not get it" nowhere "col@$rcpt" ENGINE
  check "console lists it as a lookalike, under the serial in force" eval \
    'quarantine right list --json && test "$(json recipient ENGINE) $(json class ENGINE) $(json policySerial ENGINE)" = "col@$rcpt lookalike $(active)"'
  mail_file STRANGER "x@nobody-knows-me.org"
  check "a stranger that resembles nothing is accepted" submit "$RUN/mail/STRANGER" x@nobody-knows-me.org
  check "and delivered" until_true 20 arrived x@nobody-knows-me.org STRANGER
  for n in "col@$rcpt" gen@us.army.mil x@newbad.example x@nobody-knows-me.org; do
    check "same proof at the gateway and the console: $n" same_proof "$n"
  done
  check "the log names domains, and nobody" eval 'said lookup "$rcpt" && ! grep -q "col@" "$RUN/engine/log"'

  echo "--- the engine is killed"
  kill_engine
  postfix -c "$RUN/postfix/etc" reload > /dev/null 2>&1 # Postfix remembers answers for a while: forget them
  mail_file KILLED "gen@army.mil, col@$rcpt"
  check "new mail is put off with a temporary code" eval '! submit "$RUN/mail/KILLED" gen@army.mil && grep -q "^451 " "$RUN/out"'
  sendmail -C "$RUN/postfix/etc" -f capt@mod.example gen@army.mil "col@$rcpt" < "$RUN/mail/KILLED"
  check "mail that is in already stays queued" eval 'until_true 20 queued gen@army.mil && queued "col@$rcpt"'
  check "nothing of it is delivered" eval 'nowhere gen@army.mil KILLED && nowhere "col@$rcpt" KILLED && held_copies 0 KILLED'
  check "the engine starts again" start_engine
  check "from what it had kept" said bundle-resumed "\"serial\":\"$(active)\""
  postfix -c "$RUN/postfix/etc" reload > /dev/null 2>&1; postqueue -c "$RUN/postfix/etc" -f
  check "right recipient gets it" until_true 40 arrived gen@army.mil KILLED
  check "the other copy is held" until_true 40 held_copies 1 KILLED
  check "lookalike never gets it" nowhere "col@$rcpt" KILLED

  echo "--- bundles change while mail flows"
  serial=$(active)
  mail_flows FLOW "$rcpt" newbad.example
  for n in 1 2 3; do
    console list add blocked "more-$n.example" && bundle "$RUN/flow$n.postern" && hand_over "$RUN/flow$n.postern"
    until_true 30 said bundle-accepted "\"serial\":\"$((serial + n))\"" || missed=$((missed + 1))
  done
  check "the engine changed to each of three bundles" test "$missed" = 0
  flow_ends FLOW "$rcpt" newbad.example
  cp "$RUN/flow3.postern" "$RUN/bad.postern"
  sed -i 's/more-3\.example/more-9.example/' "$RUN/bad.postern"
  hand_over "$RUN/bad.postern"
  check "a bundle with one name changed is refused, and why" until_true 10 said bundle-refused '"word":"signature"'
  hand_over "$RUN/first.postern"
  check "an old bundle is refused, and why" until_true 10 said bundle-refused '"word":"rollback"'
  check "the newest still decides" answers x@more-3.example "q-blocked:inet:127.0.0.1:$P_LMTP"
}
