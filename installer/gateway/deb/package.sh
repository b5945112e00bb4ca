#!/bin/sh
# package.sh: the Debian package of the gateway's side, postern-gateway, in target/installer. Needs dpkg-deb. The same sources give the same bytes.
set -eu
cd "$(dirname "$0")/../../.."
version=$(sed -n 's,^  <version>\(.*\)</version>$,\1,p' pom.xml | sed 's/-SNAPSHOT$/~snapshot/')
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d "$(sed -n 's,.*<project.build.outputTimestamp>\(.*\)</.*,\1,p' pom.xml)" +%s)}
export SOURCE_DATE_EPOCH
out=target/installer
tree=$out/postern-gateway
rm -rf "$tree"
mkdir -p "$tree"/DEBIAN "$tree"/usr/sbin "$tree"/usr/lib/postern "$tree"/lib/systemd/system "$tree"/etc/postern \
  "$tree"/usr/share/man/man8 "$tree"/usr/share/doc/postern-gateway/examples
gateway=installer/gateway
install -m 755 $gateway/postern-apply $gateway/postern-rebuild $gateway/postern-enrol "$tree/usr/sbin/"
install -m 755 $gateway/postern-fetch "$tree/usr/sbin/postern-fetch"
install -m 644 $gateway/deb/postern-fetch.timer $gateway/deb/postern-fetch.service "$tree/lib/systemd/system/"
install -m 600 $gateway/postern-fetch.conf.example "$tree/etc/postern/postern-fetch.conf"
install -m 755 $gateway/deb/incoming "$tree/usr/lib/postern/incoming"
install -m 644 $gateway/deb/postern-incoming.path $gateway/deb/postern-incoming.timer $gateway/deb/postern-incoming.service \
  "$tree/lib/systemd/system/"
install -m 600 $gateway/postern-apply.conf.example "$tree/etc/postern/postern-apply.conf"
install -m 644 docs/gateway.md docs/bundle-format.md "$tree/usr/share/doc/postern-gateway/"
install -m 644 $gateway/deb/copyright "$tree/usr/share/doc/postern-gateway/copyright"
install -m 644 $gateway/postfix/*.example "$tree/usr/share/doc/postern-gateway/examples/"
for page in $gateway/*.8; do gzip -9nc "$page" > "$tree/usr/share/man/man8/${page##*/}.gz"; done
chmod 644 "$tree"/usr/share/man/man8/*.gz
printf '%s\n' /etc/postern/postern-apply.conf /etc/postern/postern-fetch.conf > "$tree/DEBIAN/conffiles"
install -m 755 $gateway/deb/postinst $gateway/deb/prerm $gateway/deb/postrm "$tree/DEBIAN/"
sed "s/@VERSION@/$version/; s/@SIZE@/$(du -sk "$tree" | cut -f1)/" $gateway/deb/control > "$tree/DEBIAN/control"
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$tree" "$out/postern-gateway_${version}_all.deb" > /dev/null
rm -rf "$tree"
echo "$out/postern-gateway_${version}_all.deb"
