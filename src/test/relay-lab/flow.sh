# Another part of lab.sh, which reads it: bundles, good and hostile, while mail flows.
# shellcheck shell=bash disable=SC2154,SC2034 # variables and functions are lab.sh's

# mail_flows TOKEN DOMAIN...: a sender who does not stop; each message goes to a right recipient and to one of each held domain
mail_flows() {
  local token=$1 n=0 to d; shift
  rm -f "$RUN/flow.stop" "$RUN/unsent"
  (until [ -e "$RUN/flow.stop" ]; do
    n=$((n + 1)); to=("gen$n@army.mil")
    for d in "$@"; do to+=("col$n@$d"); done
    mail_file "$token$n." "gen$n@army.mil"
    submit "$RUN/mail/$token$n." "${to[@]}" || echo "$n" >> "$RUN/unsent"
    echo "$n" > "$RUN/flowed"; sleep 0.1
  done) &
  FLOW=$!
}
# flow_ends TOKEN DOMAIN...: every message of it is where it belongs, once, and nowhere else
flow_ends() {
  local token=$1 sent n d lost=0 wrong=0; shift
  : > "$RUN/flow.stop"; wait "$FLOW"
  sent=$(cat "$RUN/flowed")
  check "all $sent messages of that time were accepted" test "$sent" -gt 20 -a ! -e "$RUN/unsent"
  until_true 60 eval '[ "$(outside_count gen "$token")" -ge "$sent" ] && [ "$(held_copies_of "$token")" -ge $(($# * sent)) ]'
  for n in $(seq 1 "$sent"); do
    arrived "gen$n@army.mil" "$token$n." && held_copies $# "$token$n." || lost=$((lost + 1))
    for d in "$@"; do nowhere "col$n@$d" "$token$n." || wrong=$((wrong + 1)); done
  done
  check "$lost lost, $wrong wrongly delivered" test "$lost $wrong" = "0 0"
}
outside_count() { grep -lE "X-Rcpt-Args: <$1[0-9]+@" "$RUN"/sink/* 2> /dev/null | xargs -r grep -lF "Subject: $2" | wc -l; }
held_copies_of() { held_files "$1" | wc -l; }

# hostile GOOD: files that look like that bundle, one for each trick, named after it, in $RUN/hostile
hostile() {
  local h=$RUN/hostile m=$RUN/hostile.parts size n at byte
  rm -rf "$h" "$m"; mkdir -p "$h" "$m" || return 1
  tar -xf "$1" -C "$m" || return 1
  local sig; sig=$(cd "$m" && echo sig/*)
  pack() { local out=$1; shift; (cd "$m" && tar --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=0644 -b 1 -cf "$h/$out" "$@"); }
  # shellcheck disable=SC2086 # $sig may be several
  size=$(wc -c < "$1")
  for n in $(seq 1 24); do
    # half of them in manifest and signature, which are small
    at=$(((RANDOM * 32768 + RANDOM) % (n % 2 ? size : 6000))); cp "$1" "$h/flipped-$n"
    byte=$(od -An -tu1 -j "$at" -N 1 "$1")
    printf "\\$(printf %o $((byte ^ (1 << (n % 8)))))" | dd of="$h/flipped-$n" bs=1 seek="$at" conv=notrunc 2> /dev/null
  done
  for n in 1 2 3 4; do head -c $((size * n / 5)) "$1" > "$h/cut-short-$n"; done
  : > "$h/empty"
  (cat "$1"; echo more) > "$h/something-behind"
  truncate -s 1G "$h/gigabyte-of-zeros"
  pack no-signature manifest payload.tar
  pack signature-repeated --hard-dereference manifest $sig $sig payload.tar
  cp "$m"/$sig "$m/other" && pack stranger manifest other $sig payload.tar
  pack parent-folder --transform 's,^payload.tar$,../payload.tar,' -P manifest $sig payload.tar
  pack absolute --transform "s,^payload.tar\$,$RUN/stolen," -P manifest $sig payload.tar
  ln -s /etc/passwd "$m/link" && pack link --transform 's,^link$,payload.tar,' manifest $sig link
  ln "$m/manifest" "$m/hard" && pack hard-link manifest $sig hard payload.tar
  mknod "$m/null" c 1 3 2> /dev/null && pack device manifest $sig null payload.tar
  pack payload-twice --hard-dereference manifest $sig payload.tar payload.tar
  (cd "$m" && tar --format=pax --pax-option=comment=x -b 1 -cf "$h/pax-headers" manifest $sig payload.tar)
  (cd "$m" && truncate -s 10M sparse && tar --format=gnu -S -b 1 -cf "$h/sparse" manifest $sig sparse payload.tar)
}

flow() {
  local n file before bad=0 took=0 changed=0 left
  echo "--- hostile bundles, and good ones, while mail flows through the table"
  check "console: a good bundle to copy" eval 'console list add blocked copied.example && bundle "$RUN/good.postern"'
  check "hostile copies of it are made" hostile "$RUN/good.postern"
  check "for another gateway" eval 'console bundle create -o "$RUN/hostile/other-audience" --gateway relay-2.lab.example --policy-id lab && console bundle sign "$RUN/hostile/other-audience" --key alice'
  check "of another policy" eval 'console bundle create -o "$RUN/hostile/other-policy" --gateway relay.lab.example --policy-id lab2 && console bundle sign "$RUN/hostile/other-policy" --key alice'
  check "expired" eval 'console bundle create -o "$RUN/hostile/expired" --created 2026-01-01T00:00:00Z --valid 1 --gateway relay.lab.example --policy-id lab && console bundle sign "$RUN/hostile/expired" --key alice'
  check "of the future" eval 'console bundle create -o "$RUN/hostile/future" --created 2036-01-01T00:00:00Z --gateway relay.lab.example --policy-id lab && console bundle sign "$RUN/hostile/future" --key alice'
  cp "$RUN/first.postern" "$RUN/hostile/replayed"
  before=$(active); sh "$GATEWAY_DIR/postern-apply" --status "$RUN/apply.conf" > "$RUN/before"
  left=$(find "$RUN/policy" -not -path '*/receipts*' | sort | cksum)
  mail_flows TABLE army.ml newbad.example
  for file in "$RUN"/hostile/*; do
    # Not into $RUN/out: the sender writes there meanwhile.
    sh "$GATEWAY_DIR/postern-apply" "$RUN/apply.conf" "$file" > "$RUN/said" 2>&1
    [ $? = 10 ] && grep -q "refused (" "$RUN/said" || { bad=$((bad + 1)); echo "     ${file##*/}: $(cat "$RUN/said")"; }
    sed "s/^/     ${file##*/} /" "$RUN/said" >> "$RUN/refusals"
    took=$((took + 1))
  done
  check "all $took are refused, with the reason" test "$bad" = 0 -a "$took" = 47
  check "the old policy is in force, to the letter" eval 'test "$(active)" = "$before" && sh "$GATEWAY_DIR/postern-apply" --status "$RUN/apply.conf" | cmp -s - "$RUN/before"'
  check "nothing half-written is left" test "$(find "$RUN/policy" -not -path '*/receipts*' | sort | cksum)" = "$left"
  check "nothing was written elsewhere" test ! -e "$RUN/stolen"
  for n in 1 2 3 4; do
    console list add blocked "table-$n.example" && bundle "$RUN/table-$n.postern" && apply "$RUN/table-$n.postern" && changed=$((changed + 1))
  done
  check "four good ones are applied" test "$changed" = 4
  flow_ends TABLE army.ml newbad.example
  console bundle create -o "$RUN/fork.postern" --gateway relay.lab.example --policy-id lab --valid 9 && console bundle sign "$RUN/fork.postern" --key alice
  check "another bundle of the same serial is refused" eval 'exits 10 apply "$RUN/fork.postern" && grep -q "refused (fork)\|refused (rollback)\|refused (lineage)" "$RUN/out"'
}
