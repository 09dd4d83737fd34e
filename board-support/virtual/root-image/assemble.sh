#!/bin/sh
# Makes the virtual board's disk image out of extracted packages: assemble.sh PACKAGES.tar NODE IMAGE.
# What maintainer scripts would have done is done here, as far as the board needs it.
set -eu
archive=$1 node=$2 image=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$image")/root
mkdir "$root"

# Everything belongs to whoever unpacks it, which is root in here. What no camera needs stays out.
tar -xf "$archive" -C "$root" --no-same-owner \
  --exclude='./dev/*' --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/info/*' \
  --exclude='./usr/share/locale/*' --exclude='./usr/share/icons/*' --exclude='./usr/share/perl*' \
  --exclude='./usr/share/X11/*' --exclude='./usr/share/fonts/*' --exclude='./usr/share/sounds/freedesktop' \
  --exclude='./usr/lib/*/perl*' --exclude='./usr/lib/*/dri' --exclude='./usr/lib/*/libLLVM*' \
  --exclude='./usr/lib/*/libz3*' --exclude='./usr/lib/*/mfx' --exclude='./usr/lib/*/libmfx*' \
  --exclude='./usr/lib/systemd' --exclude='./usr/lib/udev' --exclude='./lib/systemd' --exclude='./lib/udev/hwdb.d'

cd "$root"
mkdir -p proc sys dev run tmp data mnt root opt/pupsentry var/log var/cache/gstreamer var/lib usr/local/bin etc/ssl/certs
chmod 1777 tmp
chmod 755 .
ln -sfn /run var/run
[ -e bin/sh ] || ln -s dash bin/sh

cat >etc/passwd <<'X'
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
messagebus:x:100:101::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
X
cat >etc/group <<'X'
root:x:0:
daemon:x:1:
tty:x:5:
audio:x:29:
video:x:44:
input:x:104:
netdev:x:102:
messagebus:x:101:
nogroup:x:65534:
X
echo virtual-board >etc/hostname
cat >etc/hosts <<'X'
127.0.0.1 localhost
::1 localhost
10.77.0.1 outside
10.77.0.2 virtual-board
X
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >etc/nsswitch.conf
: >etc/fstab
rm -f etc/resolv.conf
ln -s /proc/mounts etc/mtab
cat usr/share/ca-certificates/mozilla/*.crt >etc/ssl/certs/ca-certificates.crt
# The one that the kernel's own key signs.
ln -s regulatory.db-upstream lib/firmware/regulatory.db
ln -s regulatory.db.p7s-upstream lib/firmware/regulatory.db.p7s
install -m 755 "$here/init" sbin/pupsentry-init
install -m 755 "$node" usr/local/bin/node

# BusyBox for what nothing else brings (awk, vi, ps, …).
for applet in $(bin/busybox --list); do
  found=
  for folder in bin sbin usr/bin usr/sbin; do [ -e "$folder/$applet" ] || [ -L "$folder/$applet" ] && found=1; done
  [ -n "$found" ] || ln -s /bin/busybox "usr/bin/$applet"
done
ldconfig -r "$root"

megabytes=$(du -sm "$root" | cut -f1)
truncate -s "$((megabytes * 112 / 100 + 192))M" "$image"
mke2fs -q -F -t ext4 -O '^has_journal' -E root_owner=0:0 -m 0 -d "$root" "$image"
cd / && rm -rf "$root"
