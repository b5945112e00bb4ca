#!/bin/bash
# The gateway's scripts with other versions of openssl than the system's: 1.1.1, which old relays have, and one with ML-DSA.
# They come from older and newer Debian releases, unpacked under target/ and not installed; apt checks their signatures.
# Needs what mvn verify compiled. Prints "N passed, N failed".
set -u
ROOT=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$ROOT" || exit 2
TESTS=ReferenceSetTest,HeartbeatSetTest,EnrolScriptTest,ApplyReceiptTest,BundleDeltaTest
passed=0 failed=0
pass() { echo "ok      $1"; passed=$((passed + 1)); }
fail() { echo "FAILED  $1"; failed=$((failed + 1)); }

# unpack RELEASE PACKAGE...: into target/openssl/RELEASE, once
unpack() {
  local release=$1 there=$ROOT/target/openssl/$1 p
  shift
  [ -e "$there/.complete" ] && return
  rm -rf "$there"
  mkdir -p "$there/apt/lists/partial" "$there/apt/cache/archives/partial" "$there/debs" || return 1
  apt-get indextargets --format '$(SITE)' | grep -m 1 -v security | sed "s|.*|deb & $release main|" > "$there/apt/sources.list"
  local apt=(-o "Dir::Etc::SourceList=$there/apt/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$there/apt/lists"
    -o "Dir::Cache=$there/apt/cache" -o "APT::Sandbox::User=root" -o Dir::State::status=/dev/null)
  apt-get "${apt[@]}" update > "$there/apt/log" 2>&1 || { cat "$there/apt/log" >&2; return 1; }
  (cd "$there/debs" && apt-get "${apt[@]}" download "$@") > "$there/apt/log" 2>&1 || { cat "$there/apt/log" >&2; return 1; }
  for p in "$there"/debs/*.deb; do dpkg -x "$p" "$there" || return 1; done
  : > "$there/.complete"
}

# program RELEASE COMMAND: an openssl for PATH
program() {
  mkdir -p "target/openssl/$1/first"
  printf '#!/bin/sh\nexec %s "$@"\n' "$2" > "target/openssl/$1/first/openssl"
  chmod +x "target/openssl/$1/first/openssl"
}

# try RELEASE VERSION
try() {
  local version out=target/openssl/$1/tests
  version=$("target/openssl/$1/first/openssl" version 2>&1)
  case $version in
    "OpenSSL $2"*) pass "$version" ;;
    *) fail "openssl $2 of $1 runs: $version"; return ;;
  esac
  PATH=$ROOT/target/openssl/$1/first:$PATH mvn -B -ntp surefire:test "-Dtest=$TESTS" "-Dsurefire.reportNameSuffix=openssl-$2" > "$out" 2>&1
  if grep -q "BUILD SUCCESS" "$out" && grep -q "Tests run: [1-9]" "$out"; then
    pass "$(grep "Tests run:" "$out" | tail -n 1 | sed 's/^\[INFO\] //')"
  else
    grep "ERROR" "$out" | head -n 20
    fail "the scripts agree with the console under openssl $2"
  fi
}

libraries=usr/lib/$(uname -m)-linux-gnu
if unpack bullseye openssl libssl1.1; then
  program bullseye "env LD_LIBRARY_PATH=$ROOT/target/openssl/bullseye/$libraries $ROOT/target/openssl/bullseye/usr/bin/openssl"
  try bullseye 1.1.1
else
  fail "openssl 1.1.1 is unpacked"
fi
# This one needs its own C library, and that its own loader.
if unpack trixie openssl libssl3t64 libc6 zlib1g libzstd1; then
  there=$ROOT/target/openssl/trixie/$libraries
  program trixie "$(echo "$there"/ld-linux-*.so.*) --library-path $there $ROOT/target/openssl/trixie/usr/bin/openssl"
  try trixie 3.5
  if target/openssl/trixie/first/openssl list -signature-algorithms | grep -q ML-DSA-65; then
    pass "and it knows ML-DSA-65, so that second signatures were verified"
  else
    fail "openssl 3.5 knows ML-DSA-65"
  fi
else
  fail "openssl 3.5 is unpacked"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
