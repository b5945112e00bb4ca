# Another part of lab.sh, which reads it: whether the running Postfix asks what was published, heartbeats against freeze, the way back to an
# old policy, and what postern-apply does to the disk.
# shellcheck shell=bash disable=SC2154,SC2034 # variables and functions are lab.sh's

apply_by() { sh "$GATEWAY_DIR/postern-apply" "$1" "$2" > "$RUN/out" 2>&1; }
look() { sh "$GATEWAY_DIR/postern-apply" "$1" "$RUN/apply.conf" > "$RUN/out" 2>&1; }
said_last() { grep -q "$1" "$RUN/policy/receipts/$(cat "$RUN/policy/receipts/sequence").receipt"; }
reload_postfix() { postfix -c "$RUN/postfix/etc" reload > /dev/null 2>&1; }
heartbeat() { console bundle heartbeat --key "$RUN/heartbeat.key" --trust "$RUN/$1" --bundle "$RUN/$2" -o "$RUN/beats" && newest_beat; }
newest_beat() { BEAT=$(ls -t "$RUN"/beats/heartbeat-*.postern | head -n 1); [ -s "$BEAT" ]; }
console_key() { "$POSTERN" key heartbeat "$RUN/heartbeat.key" > "$RUN/out" 2>&1; }
# A heartbeat of TIME, due at NEXT, by nothing but sh and openssl.
beat_by_hand() {
  { sed '/^end: /q' "$BEAT" | sed "s/^time: .*/time: $1/; s/^next: .*/next: $2/"; } > "$RUN/by-hand"
  openssl dgst -sha256 -sign "$RUN/heartbeat.key" -out "$RUN/by-hand.sig" "$RUN/by-hand"
  echo "signature: $(openssl base64 -A -in "$RUN/by-hand.sig")" >> "$RUN/by-hand"
}

fresh() {
  local before e=$RUN/postfix/etc
  echo "--- the running Postfix is asked, not its word taken"
  before=$(active)
  check "console: another blocked entry" console list add blocked deaf.example
  check "console: new bundle, signed" bundle "$RUN/deaf.postern"
  { cat "$RUN/apply.conf"; echo "PATIENCE=2"; } > "$RUN/apply.impatient"
  { cat "$RUN/apply.impatient"; echo "RELOAD=true"; } > "$RUN/apply.deaf"
  check "a reload that does nothing: rolled back" exits 20 apply_by "$RUN/apply.deaf" "$RUN/deaf.postern"
  check "the receipt says why" said_last "^reason: traffic the running Postfix does not ask the new table"
  check "the old serial is in force" test "$(active)" = "$before"
  cp "$e/master.cf" "$RUN/master.cf"
  sed -i 's/^rewrite .*/&\n  -o transport_maps=/' "$e/master.cf"; reload_postfix
  check "master.cf gives the daemon other tables: rolled back" exits 20 apply_by "$RUN/apply.impatient" "$RUN/deaf.postern"
  cp "$RUN/master.cf" "$e/master.cf"
  cp "$e/main.cf" "$RUN/main.cf"
  echo "transport_maps = inline:{ receipts.postern.invalid=q-receipt:inet:127.0.0.1:$P_LMTP }" >> "$e/main.cf"; reload_postfix
  check "main.cf without the policy: rolled back" exits 20 apply_by "$RUN/apply.impatient" "$RUN/deaf.postern"
  echo "transport_maps = inline:{ deaf.example=smtp:[127.0.0.1] } lmdb:$RUN/policy/current/transport" >> "$e/main.cf"; reload_postfix
  check "a route that would send a held name out: refused" exits 10 apply_by "$RUN/apply.conf" "$RUN/deaf.postern"
  check "and says which" grep -q "refused (probe): with the other tables of transport_maps, .*deaf.example would be deliver, not blocked" "$RUN/out"
  check "the old serial is in force" test "$(active)" = "$before"
  cp "$RUN/main.cf" "$e/main.cf"; reload_postfix
  check "as it should be: applied" apply "$RUN/deaf.postern"
  check "no message of the asking is left in a queue" eval '! postqueue -c "$RUN/postfix/etc" -p | grep -q postern.invalid'
  mail_file DEAF "x@deaf.example"
  check "mail for it is accepted" submit "$RUN/mail/DEAF" x@deaf.example
  check "and held" until_true 20 held_copies 1 DEAF

  echo "--- heartbeats"
  cp -r "$RUN/trust" "$RUN/trust-1"
  check "console: a key for heartbeats" console_key
  check "console: the next trust file names it" console key trust "$RUN/trust-2" --threshold 1 --serial 2 --heartbeat "console-1=$RUN/heartbeat.key.pub" alice
  check "console: it goes out as a bundle" eval 'console bundle trust "$RUN/trust-1" "$RUN/trust-2" -o "$RUN/trust-2.postern" --gateway relay.lab.example --policy-id lab && console bundle sign "$RUN/trust-2.postern" --key alice'
  check "gateway: no heartbeat is believed before it comes" eval 'heartbeat trust-2 deaf.postern && exits 10 apply "$BEAT" && grep -q "refused (key)" "$RUN/out"'
  check "gateway: believes the next trust file" apply "$RUN/trust-2.postern"
  check "gateway: the heartbeat says that all is well" exits 0 apply "$BEAT"
  cp "$BEAT" "$RUN/old-beat"
  check "with a receipt" said_last "^reason: heartbeat of "
  check "console: a new policy, which somebody withholds" eval 'console list add blocked withheld.example && bundle "$RUN/withheld.postern"'
  sleep 1 # a heartbeat has a time of its own, to the second
  check "console: the next heartbeat" heartbeat trust-2 withheld.postern
  before=$(active)
  check "gateway: raises the alarm" exits 40 apply "$BEAT"
  check "and says that it is behind" grep -q "ALARM (behind): serial .* was published, but this gateway has serial $before" "$RUN/out"
  check "and in a signed receipt" said_last "^result: alarm\$"
  check "its status says so" exits 40 look --status
  check "the old policy is in force" test "$(active)" = "$before"
  check "an old heartbeat does not soothe it" eval 'exits 10 apply "$RUN/old-beat" && grep -q "refused (rollback)" "$RUN/out"'
  check "the policy comes" apply "$RUN/withheld.postern"
  check "and the alarm is over" exits 0 look --check
  beat_by_hand 2026-01-01T00:00:00Z 2026-01-02T00:00:00Z
  check "an old one is refused" exits 10 apply "$RUN/by-hand"
  cp "$RUN/policy/heartbeat" "$RUN/kept"; cp "$RUN/by-hand" "$RUN/policy/heartbeat"
  check "none in its time: the alarm is raised" exits 40 look --check
  check "with the word" grep -q "ALARM (" "$RUN/out"
  cp "$RUN/kept" "$RUN/policy/heartbeat"
  beat_by_hand "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(date -u -d '+2 hours' +%Y-%m-%dT%H:%M:%SZ)"
  check "one by sh and openssl alone is as good" exits 0 apply "$RUN/by-hand"
  check "console reads all receipts, signatures checked" eval 'until_true 20 quarantine right receipts --gateway-key "$RUN/policy/gateway.pub" && ! grep -q "signature: bad" "$RUN/out" && grep -q "result: alarm" "$RUN/out"'

  echo "--- back to an old policy"
  before=$(active)
  check "console: an entry that does harm" console list add blocked mod.example
  check "console: and another change" console list remove blocked withheld.example
  check "published" eval 'bundle "$RUN/harm.postern" && apply "$RUN/harm.postern"'
  mail_file HARM "x@mod.example"
  check "mail for a partner is accepted" submit "$RUN/mail/HARM" x@mod.example
  check "and held" until_true 20 held_copies 1 HARM
  check "gateway: takes no older serial" exits 10 apply "$RUN/withheld.postern"
  check "console: back to the lists of serial $before" console list back "$before"
  check "published" eval 'bundle "$RUN/back.postern" && apply "$RUN/back.postern"'
  check "as a new serial" test "$(active)" -gt "$((before + 2))"
  check "with the same rules" eval 'console bundle show --rules "$RUN/back.postern" && cp "$RUN/out" "$RUN/rules" && console bundle show --rules "$RUN/withheld.postern" && cmp -s "$RUN/out" "$RUN/rules"'
  mail_file HEALED "x@mod.example, y@withheld.example"
  check "mail for the partner and the withheld name is accepted" submit "$RUN/mail/HEALED" x@mod.example y@withheld.example
  check "the partner gets it" until_true 20 arrived x@mod.example HEALED
  check "the other copy is held" until_true 20 held_copies 1 HEALED

  echo "--- what reaches the disk, and when"
  console list add blocked flushed.example && bundle "$RUN/flushed.postern"
  if command -v strace > /dev/null && strace -o /dev/null true 2> /dev/null; then
    strace -f -y -s 300 -e trace=fsync,fdatasync,rename,renameat,renameat2 -o "$RUN/trace" \
      sh "$GATEWAY_DIR/postern-apply" "$RUN/apply.conf" "$RUN/flushed.postern" > "$RUN/out" 2>&1
    check "applied under strace" grep -q "applied: serial" "$RUN/out"
    check "everything of the policy, then the switch, then the folder" flushed_in_order current.new transport manifest bundle transport.lmdb
    check "the receipt, then its number, then the folder" receipt_flushed
  else
    echo "     strace is missing, or may not be used here: not looked at"
  fi
  check "openssl is asked for nothing that 1.1.1 lacks" old_openssl
}
# Whether each file is flushed before the rename, and its folder after.
flushed_in_order() {
  local link=$1; shift
  awk -v link="$link" -v files="$*" '
    BEGIN { n = split(files, f, " ") }
    /f(data)?sync\(/ { if (switched) { if ($0 ~ /policy>\) *= 0/) after = 1 } else for (i = 1; i <= n; i++) if (index($0, "/" f[i] ">)")) seen[f[i]] = 1 }
    /rename/ && index($0, link) { switched = 1; for (i = 1; i <= n; i++) if (!(f[i] in seen)) missing = missing " " f[i] }
    END { if (missing != "") print "not flushed before the switch:" missing; exit missing != "" || !switched || !after }' "$RUN/trace" >> "$RUN/out"
}
receipt_flushed() {
  awk '/f(data)?sync\(.*\/receipt>\)/ { flushed = 1 } /rename.*\.receipt"/ { placed = flushed } /f(data)?sync\(.*\/receipts>\)/ && placed { folder = 1 }
    END { exit !folder }' "$RUN/trace"
}
# The options of `openssl` that the manual of 1.1.1 has, for the commands that are used. Second signatures are checked only by an openssl that
# lists their algorithm, which no 1.1.1 does: what is asked of that one does not count.
old_openssl() {
  sed '/^count_seconds()/,/^}/d' "$GATEWAY_DIR/postern-apply" | grep -v '^ *#' | grep -o 'openssl [a-z0-9]* -[^|;&)]*' | awk '
    BEGIN {
      ok["dgst"] = " -sha256 -r -sign -verify -signature -out "; ok["base64"] = " -A -d -in -out "; ok["pkey"] = " -pubin -pubout -in -out -outform -text -noout "
      ok["ecparam"] = " -name -genkey -noout -out "; ok["ec"] = " -in -pubout -out "
    }
    { for (i = 3; i <= NF; i++) if ($i ~ /^-[a-z]/ && !index(ok[$2], " " $i " ")) { print "openssl " $2 " " $i; bad = 1 } ; n++ }
    END { exit bad || n < 9 }' > "$RUN/out"
}
