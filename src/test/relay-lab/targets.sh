# Another part of lab.sh, which reads it: the same policy on other servers. Each is asked about every probe of a bundle; what it
# does is what the officers signed, or stands in the difference report.
# Debian's own Exim, Rspamd, Sendmail, BIND and tinycdb, unpacked under target/ and not installed: they conflict with Postfix.
# shellcheck shell=bash disable=SC2154,SC2034 # variables and functions are lab.sh's

TARGET_PACKAGES="exim4-daemon-light tinycdb libcdb1 rspamd libluajit2-5.1-2 libhyperscan5 sendmail-bin sendmail-cf m4 libsigsegv2 bind9 bind9-libs
  bind9-utils bind9-dnsutils libnss-wrapper libidn12 libjemalloc2 libmaxminddb0 libfstrm0 libprotobuf-c1 libgnutls-dane0 libunbound8 libnsl2
  liblockfile1 libwrap0 libevent-2.1-7 libldap-2.5-0 libsasl2-2 liblmdb0 libuv1 libjson-c5 libxml2 libnghttp2-14 libsodium23 libunwind8 libglib2.0-0
  libsqlite3-0 libgnutls30 libpcre2-8-0 libdb5.3"
P_EXIM=$((P_SUBMIT + 5)) P_RSPAMD=$((P_SUBMIT + 6)) P_DNS=$((P_SUBMIT + 7))

# Unpacked once; a second run finds them.
unpack_servers() {
  U=$ROOT/target/lab-servers
  [ -e "$U/.complete" ] && return
  rm -rf "$U"; mkdir -p "$U/debs" && cd "$U/debs" || return 1
  local p
  for p in $TARGET_PACKAGES; do
    apt-get download "$p" > /dev/null 2>&1 || { apt-get update > /dev/null 2>&1; apt-get download "$p" > "$RUN/out" 2>&1; } || return 1
  done
  for p in *.deb; do dpkg -x "$p" "$U" || return 1; done
  # What is set-user-id looks for its libraries in the system only.
  cd "$ROOT" && chmod -R u-s,g-s,go+rX "$U" && : > "$U/.complete"
}
# Their libraries come first; they see a user that Exim has compiled in. In the background with exec, so that $! is the server.
with_libraries() {
  LD_LIBRARY_PATH=$(echo "$U"/usr/lib/*-linux-gnu | tr ' ' ':'):$U/usr/lib/rspamd LD_PRELOAD=$(ls "$U"/usr/lib/*-linux-gnu/libnss_wrapper.so) \
    NSS_WRAPPER_PASSWD=$T/passwd NSS_WRAPPER_GROUP=$T/group "$@"
}
target_console() { "$POSTERN" "$@" > "$RUN/out" 2> "$RUN/err"; local rc=$?; cat "$RUN/err" >> "$RUN/out"; return $rc; }
target_bundle() {
  target_console bundle create --data "$T/console" -o "$T/policy.postern" --gateway relay.lab.example --policy-id lab --force \
    && target_console bundle sign "$T/policy.postern" --data "$T/console" --key alice
}
render() { # target [folder]
  target_console bundle render "$T/policy.postern" --target "$1" --trust "$T/trust" --gateway relay.lab.example --policy-id lab \
    --quarantine "127.0.0.1:$P_LMTP" -o "$T/${2:-$1}"
}
make_cdb() { with_libraries "$U/usr/bin/cdb" -c "$1.new" "$2" && chmod 644 "$1.new" && mv "$1.new" "$1"; }

# signed.txt: "recipient outcome"; a domain stands for anybody there. expected.TARGET: "recipient what"
expectations() {
  "$POSTERN" bundle show --manifest "$T/policy.postern" | sed -n 's/^probe: //p' > "$T/signed.txt"
  PROBES=$(wc -l < "$T/signed.txt")
  local t
  for t in exim rspamd sendmail rpz; do
    "$POSTERN" bundle compare "$T/policy.postern" --target $t --all > "$T/report.$t"
    sed -n 's/^    \([^ ]*\)  signed: [a-z]*  there: \(.*\)$/\1 \2/p' "$T/report.$t" > "$T/different.$t"
    awk 'FILENAME ~ /different/ { r = $1; sub(/^[^ ]* /, ""); d[r] = $0; next }
      { print $1, ($1 in d) ? d[$1] : $2 == "deliver" ? "delivered" : "held as " $2 }' "$T/different.$t" "$T/signed.txt" | sort > "$T/expected.$t"
  done
}
address() { case $1 in *@*) echo "$1" ;; *) echo "someone@$1" ;; esac; }
agrees() { # target: real.TARGET is what the report says
  sort -o "$T/real.$1" "$T/real.$1"
  diff "$T/expected.$1" "$T/real.$1" > "$RUN/out" && [ -s "$T/real.$1" ]
}
differs() { grep -qx "$2 $3" "$T/different.$1"; }

# ------------------------------------------------------------------------------------------------ Exim

start_exim() {
  mkdir -p "$T/exim/spool" "$T/exim/log"
  {
    cat << X
exim_path = $U/usr/sbin/exim4
exim_user = $QUSER
exim_group = $QUSER
never_users =
spool_directory = $T/exim/spool
log_file_path = $T/exim/log/%slog
pid_file_path = $T/exim/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = $P_EXIM
primary_hostname = relay.lab.example
keep_environment = LD_LIBRARY_PATH : LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
host_lookup =
disable_ipv6
tls_advertise_hosts =
acl_smtp_rcpt = acl_rcpt
X
    sed "s#/etc/exim4/postern/postern.cdb#$T/exim/postern.cdb#" "$T/exim/exim-main.conf"
    cat << X
begin acl
acl_rcpt:
  accept hosts = 127.0.0.1
begin routers
.include $T/exim/exim-router.conf
rest:
  driver = manualroute
  route_list = * 127.0.0.1::$P_SINK byname
  self = send
  transport = out
begin transports
.include $T/exim/exim-transport.conf
out:
  driver = smtp
  allow_localhost
begin retry
* * F,1h,5s
X
  } > "$T/exim/exim.conf"
  chown -R "$QUSER" "$T/exim"; chown root "$T"/exim/*.conf
  with_libraries exec setpriv --reuid "$QUSER" --regid "$QUSER" --clear-groups "$U/usr/sbin/exim4" -C "$T/exim/exim.conf" -bdf -q2s > "$T/exim/out" 2>&1 &
  EXIM=$!
  until_true 20 listening "$P_EXIM" || { cat "$T/exim/out" "$T"/exim/log/* > "$RUN/out" 2>&1; return 1; }
}
exim_submit() { local P_SUBMIT=$P_EXIM; submit "$@"; }
exim_idle() { [ -z "$(find "$T/exim/spool/input" -name '*-H' 2> /dev/null)" ]; }
# Where the mail for each probe went, by what arrived.
exim_probes() {
  local n=0 r rest part
  rm -f "$RUN"/sink/* "$RUN"/quarantine/Maildir/new/*
  while read -r r rest; do address "$r"; done < "$T/signed.txt" > "$T/recipients"
  split -l 20 "$T/recipients" "$T/part."
  for part in "$T"/part.*; do
    mail_file "EXIM$n" "many"
    # shellcheck disable=SC2046 # one argument for each recipient
    exim_submit "$RUN/mail/EXIM$n" $(cat "$part") || return 1
    n=$((n + 1))
  done
  until_true 120 exim_idle
  grep -h "^X-Rcpt-Args:" "$RUN"/sink/* | sed 's/.*<\(.*\)>.*/\1 delivered/' > "$T/went"
  for part in "$RUN"/quarantine/Maildir/new/*; do
    sed -n '/^\r*$/q; s/\r//; s/^X-Original-To: //p; s/^X-Postern-Divert: class=\([a-z]*\);.*/held as \1/p' "$part" | paste -sd ' ' >> "$T/went"
  done
  while read -r r rest; do
    awk -v a="$(address "$r")" -v r="$r" '$1 == a { sub(/^[^ ]* /, ""); print r, $0 }' "$T/went"
  done < "$T/signed.txt" > "$T/real.exim"
}

exim() {
  echo "--- the same policy on Exim"
  check "console: renders it for Exim" render exim
  check "cdb makes the table" make_cdb "$T/exim/postern.cdb" "$T/exim/postern.cdbmake"
  if ! start_exim; then fail "Exim starts with the rendered files"; return; fi
  check "Exim takes mail for every probe" exim_probes
  check "and does for all $PROBES what the officers signed" agrees exim
  check "so that the report has no difference" test ! -s "$T/different.exim"
  check "the held copy tells the serial and the gateway" \
    grep -rqE "^X-Postern-Divert: class=blocked; policy-serial=[1-9][0-9]*; gateway=relay.lab.example" "$RUN/quarantine/Maildir/new"
  mail_file XSPLIT "two"
  check "one message for a right and a mistyped recipient" exim_submit "$RUN/mail/XSPLIT" gen@army.mil Col@ARMY.ml
  check "right recipient gets it" until_true 20 arrived gen@army.mil XSPLIT
  check "exactly one copy is held" until_true 20 held_copies 1 XSPLIT
  check "with the address as it was written, and without what the sender forged" \
    eval 'grep -qi "^X-Original-To: Col@army.ml" $(held_files XSPLIT) && ! head_of $(held_files XSPLIT) | grep -q "class=trusted\|forged@"'
  check "mistyped recipient does not get it" eval 'nowhere Col@ARMY.ml XSPLIT && nowhere Col@army.ml XSPLIT'
  mv "$T/exim/postern.cdb" "$T/exim/gone.cdb"
  mail_file XGONE "two"
  check "the table is gone: mail is taken" exim_submit "$RUN/mail/XGONE" gen@army.mil col@army.ml
  check "and put off, for everybody" until_true 20 grep -rqsE "(gen@army.mil|col@army.ml).*defer" "$T/exim/log" "$T/exim/out"
  check "nothing of it left" eval 'nowhere gen@army.mil XGONE && nowhere col@army.ml XGONE && held_copies 0 XGONE && ! exim_idle'
  mv "$T/exim/gone.cdb" "$T/exim/postern.cdb"
  check "the table is back: right recipient gets it" until_true 60 arrived gen@army.mil XGONE
  check "the other copy is held" until_true 60 held_copies 1 XGONE
  target_console list add blocked fresh.example --data "$T/console"
  check "console: a new bundle, rendered" eval 'target_bundle && render exim exim-next'
  check "its table takes the place of the old one" make_cdb "$T/exim/postern.cdb" "$T/exim-next/postern.cdbmake"
  mail_file XFRESH "one"
  check "and is in force at once" eval 'exim_submit "$RUN/mail/XFRESH" x@fresh.example && until_true 20 held_copies 1 XFRESH && nowhere x@fresh.example XFRESH'
}

# ------------------------------------------------------------------------------------------------ Rspamd

start_rspamd() {
  local s=$U/usr/share/rspamd
  rm -rf "$T/rspamd/run"; mkdir -p "$T/rspamd/run"
  printf 'com\nmil\nml\nexample\n' > "$T/rspamd/tld"
  cat > "$T/rspamd/rspamd.conf" << X
options { pidfile = "$T/rspamd/run/pid"; filters = ""; tempdir = "$T/rspamd/run"; control_socket = "$T/rspamd/run/c mode=0600"; url_tld = "$T/rspamd/tld";
  dns { nameserver = ["127.0.0.1:1"]; timeout = 10ms; retransmits = 1; } disable_hyperscan = true; allow_raw_input = true; }
logging { type = "file"; filename = "$T/rspamd/run/log"; level = "info"; }
actions { reject = 1000; add_header = 900; greylist = null; $1 }
worker "normal" { bind_socket = "127.0.0.1:$P_RSPAMD"; count = 1; }
lua = "$T/rspamd/postern.lua";
X
  with_libraries exec "$U/usr/bin/rspamd" -i -f -c "$T/rspamd/rspamd.conf" --var=DBDIR="$T/rspamd/run" --var=RUNDIR="$T/rspamd/run" --var=LOGDIR="$T/rspamd/run" \
    --var=LUALIBDIR="$s/lualib" --var=RULESDIR="$s/rules" --var=PLUGINSDIR="$s/plugins" --var=SHAREDIR="$s" > "$T/rspamd/out" 2>&1 &
  RSPAMD=$!
  until_true 60 listening "$P_RSPAMD" || { cat "$T/rspamd/out" "$T/rspamd/run/log" > "$RUN/out" 2>&1; return 1; }
}
stop_rspamd() { kill "$RSPAMD"; wait "$RSPAMD" 2> /dev/null; RSPAMD=; until_true 20 eval '! listening "$P_RSPAMD"'; }
# rspamd_ask RECIPIENT...: the action, and the class of the first held recipient
rspamd_ask() {
  local r head= body=$'Subject: x\r\n\r\nx\r\n'
  for r in "$@"; do head+="Rcpt: $r"$'\r\n'; done
  exec 5<> "/dev/tcp/127.0.0.1/$P_RSPAMD" || return 1
  printf 'POST /checkv2 HTTP/1.0\r\nFrom: s@mod.example\r\n%sContent-Length: %d\r\n\r\n%s' "$head" ${#body} "$body" >&5
  timeout 20 cat <&5 > "$T/rspamd/answer"
  exec 5>&-
  sed -n 's/.*"action":"\([a-z ]*\)".*"options":\["\([a-z]*\):.*/\1 as \2/p; t; s/.*"action":"\([a-z ]*\)".*/\1/p' "$T/rspamd/answer"
}
rspamd() {
  local r rest answer
  echo "--- the same policy on Rspamd"
  check "console: renders it for Rspamd" render rspamd
  sed -i "s#/etc/rspamd/postern.cdb#$T/rspamd/postern.cdb#" "$T/rspamd/postern.lua"
  check "cdb makes the table" make_cdb "$T/rspamd/postern.cdb" "$T/rspamd/postern.cdbmake"
  if ! start_rspamd "$(grep -v '^#' "$T/rspamd/rspamd-actions.conf")"; then fail "Rspamd starts with the rendered files"; return; fi
  while read -r r rest; do
    answer=$(rspamd_ask "$(address "$r")")
    case $answer in "no action") answer=delivered ;; "quarantine as "*) answer="message-held ${answer#quarantine }" ;; esac
    echo "$r $answer"
  done < "$T/signed.txt" > "$T/real.rspamd"
  check "Rspamd does for all $PROBES probes what the report says" agrees rspamd
  check "a right and a mistyped recipient: the whole message is held, as the report says" \
    eval '[ "$(rspamd_ask gen@army.mil col@army.ml)" = "quarantine as blocked" ] && grep -q "message-held" "$T/different.rspamd"'
  stop_rspamd
  start_rspamd ""
  check "without the line for its actions: mail for held recipients is put off, not let through" \
    eval '[ "$(rspamd_ask col@army.ml)" = "soft reject as blocked" ] && [ "$(rspamd_ask gen@army.mil)" = "no action" ]'
  stop_rspamd
  printf '\n' > "$T/rspamd/empty"
  make_cdb "$T/rspamd/postern.cdb" "$T/rspamd/empty"
  start_rspamd "$(grep -v '^#' "$T/rspamd/rspamd-actions.conf")"
  check "with a table that holds no policy: all mail is put off" eval '[ "$(rspamd_ask gen@army.mil)" = "soft reject" ]'
  stop_rspamd
}

# ------------------------------------------------------------------------------------------------ Sendmail

sendmail_test() { # asks the questions on standard input
  # Sendmail sleeps for a minute where the machine's own name has no dot.
  with_libraries timeout 120 unshare -u sh -c 'hostname relay.lab.example 2> /dev/null; exec "$@"' sh "$U/usr/libexec/sendmail/sendmail" -C "$T/sendmail/sendmail.cf" -bt 2>&1
}
sendmail_configured() {
  local s=$T/sendmail cf=$U/usr/share/sendmail/cf m
  printf 'hosts files\naliases files\n' > "$s/switch"
  {
    echo "OSTYPE(\`linux')dnl"
    echo "define(\`confSERVICE_SWITCH_FILE', \`$s/switch')dnl"
    echo "define(\`confDOMAIN_NAME', \`relay.lab.example')dnl"
    echo "define(\`confDONT_BLAME_SENDMAIL', \`MapInUnsafeDirPath,GroupWritableDirPathSafe')dnl"
    sed "s#/etc/mail/#$s/#g; /^MAILER_DEFINITIONS/i MAILER(\`smtp')dnl" "$s/postern.mc"
  } > "$s/sendmail.mc"
  (cd "$cf" && with_libraries "$U/usr/bin/m4" -D_CF_DIR_="$cf/" m4/cf.m4 "$s/sendmail.mc") > "$s/sendmail.cf" 2> "$RUN/out" || return 1
  for m in mailertable access; do
    with_libraries "$U/usr/sbin/makemap" -C "$s/sendmail.cf" hash "$s/$m.db" < "$s/$m" > "$RUN/out" 2>&1 || return 1
  done
}
sendmail_probes() {
  local r rest
  while read -r r rest; do
    echo "3,0 $(address "$r")"
    echo "check_rcpt <$(address "$r")>"
  done < "$T/signed.txt" | sendmail_test > "$T/sendmail/said"
  awk -v list="$T/signed.txt" '
    /^parse +returns/ { class = ""; if (/posternhold/) { class = $0; sub(/.*posternhold \$@ /, "", class); sub(/ .*/, "", class) } }
    /^check_rcpt +returns/ { getline line < list; split(line, f, " ")
      print f[1], /\$# *error/ && /held by policy/ ? "refused" : class == "" ? "delivered" : "held as " class }' "$T/sendmail/said" > "$T/real.sendmail"
}
sendmail_target() {
  echo "--- the same policy on Sendmail"
  check "console: renders it for Sendmail" render sendmail
  if ! sendmail_configured; then fail "m4 and makemap take the rendered files"; return; fi
  sendmail_probes
  check "Sendmail answers for all $PROBES probes as the report says" agrees sendmail
  check "a held address is refused, a trusted one under a held name held, as the report says" \
    eval 'differs sendmail x@mod.example refused && differs sendmail liaison@other.ml "held as blocked"'
}

# ------------------------------------------------------------------------------------------------ a response policy zone

dns() { with_libraries "$U/usr/bin/dig" @127.0.0.1 -p "$P_DNS" +tries=3 +time=5 "$1" MX | sed -n 's/.*status: \([A-Z]*\).*/\1/p'; }
rpz() {
  local r rest d=$T/rpz
  echo "--- the same policy as a DNS zone"
  check "console: renders it as a zone" render rpz
  check "named-checkzone takes it" with_libraries "$U/usr/bin/named-checkzone" postern.rpz "$d/postern.rpz"
  # The whole world, for the names that pass.
  printf '%s\n' '$TTL 60' '@ SOA localhost. x. ( 1 3600 600 604800 60 )' '@ NS localhost.' '* MX 10 mx.test.' '* A 192.0.2.1' > "$d/world"
  cat > "$d/named.conf" << X
options { directory "$d"; listen-on port $P_DNS { 127.0.0.1; }; listen-on-v6 { none; }; recursion yes; allow-recursion { any; }; pid-file none;
  session-keyfile none; dnssec-validation no; notify no; response-policy { zone "postern.rpz"; } qname-wait-recurse no; };
controls { };
zone "." { type primary; file "world"; };
zone "postern.rpz" { type primary; file "postern.rpz"; };
X
  with_libraries exec "$U/usr/sbin/named" -c "$d/named.conf" -g > "$d/log" 2>&1 &
  NAMED=$!
  if ! until_true 30 listening "$P_DNS"; then cp "$d/log" "$RUN/out"; fail "BIND starts with the zone"; return; fi
  while read -r r rest; do
    case $(dns "${r#*@}") in NXDOMAIN) echo "$r refused" ;; NOERROR) echo "$r delivered" ;; *) echo "$r no answer" ;; esac
  done < "$T/signed.txt" > "$T/real.rpz"
  check "BIND answers for all $PROBES probes as the report says" agrees rpz
  check "a name that only exists in the middle of another one is held, and what is under it" \
    eval '[ "$(dns deep.ml) $(dns x.deep.ml) $(dns trusted.deep.ml) $(dns x.trusted.deep.ml)" = "NXDOMAIN NXDOMAIN NOERROR NOERROR" ]'
  kill "$NAMED"; wait "$NAMED" 2> /dev/null; NAMED=
}

stop_targets() {
  local p
  for p in "${EXIM:-}" "${RSPAMD:-}" "${NAMED:-}"; do [ -z "$p" ] || kill "$p" 2> /dev/null; done
}

targets() {
  local f
  T=$RUN/targets
  mkdir -p "$T"
  echo "--- other servers"
  if ! unpack_servers; then fail "Debian's Exim, Rspamd, Sendmail and BIND are unpacked"; return; fi
  for f in passwd group; do cp "/etc/$f" "$T/$f"; done
  echo 'Debian-exim:x:60998:60998::/:/bin/false' >> "$T/passwd"; echo 'Debian-exim:x:60998:' >> "$T/group"
  target_console list add trusted army.mil navy.mil mod.example gov.ml liaison@other.ml trusted.deep.ml --data "$T/console"
  target_console list add blocked ml =navy.example '*.under.example' evil.example x@mod.example --data "$T/console"
  target_console key new alice --data "$T/console"
  target_console key trust "$T/trust" --threshold 1 --data "$T/console"
  check "console: one bundle for all of them" target_bundle
  expectations
  check "with $PROBES probes" test "$PROBES" -gt 50
  exim
  rspamd
  sendmail_target
  rpz
  check "plain list, Exchange and Defender: rendered" eval 'render plain && render exchange && render defender'
  check "and compared: what differs is counted" eval 'target_console bundle compare "$T/policy.postern" --target exchange --json; grep -q "\"kept-back\":" "$RUN/out"'
}
