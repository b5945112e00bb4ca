#!/bin/sh
# package.sh [TYPE]: a package of the console with its own Java, in target/installer. TYPE as jpackage knows it: app-image (default),
# deb, rpm, pkg, dmg, msi, exe. Run it on the system that the package is for, after `mvn package`, with a JDK 25 as JAVA_HOME.
set -eu
cd "$(dirname "$0")/.."
type=${1:-app-image}
jpackage=${JAVA_HOME:?name the folder of a JDK 25 in JAVA_HOME}/bin/jpackage
[ -d target/postern/lib ] || { echo "package.sh: first run: mvn package" >&2; exit 2; }
version=$(sed -n 's,^  <version>\(.*\)</version>$,\1,p' pom.xml)
case $(uname -s) in
  Linux) system=linux ;;
  Darwin) system=macos ;;
  *) system=windows ;;
esac
set -- @installer/jpackage.args --type "$type" --app-version "$version"
if [ "$type" = app-image ]; then
  # An image has an icon, but no menu and no package name.
  set -- "$@" --icon "$(sed -n 's/^--icon //p' "installer/$system/jpackage.args")"
else
  set -- "$@" "@installer/$system/jpackage.args"
fi
rm -rf target/installer/Postern
"$jpackage" "$@"
echo "package.sh: made in target/installer:"
ls target/installer
