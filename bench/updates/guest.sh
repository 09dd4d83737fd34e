#!/bin/sh
# The first program of the machine in which updates are measured: the host's own file system, read only, and three disks: slot A
# (ubda, runs), slot B (ubdb, is written), data (ubdc). What is to be done stands on the kernel's command line:
# bench.do=ours|rauc|curl, bench.folder=FOLDER with what it needs, bench.program=FILE (ours),
# bench.url=URL, bench.address=ADDRESS/BITS. One line of figures comes out; then the machine is off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs run /run
for word in $(cat /proc/cmdline); do
  case $word in
  bench.do=*) task=${word#*=} ;;
  bench.folder=*) folder=${word#*=} ;;
  bench.program=*) program=${word#*=} ;;
  bench.url=*) url=${word#*=} ;;
  bench.address=*) address=${word#*=} ;;
  esac
done
ip link set lo up
ip address add "$address" dev eth0
ip link set eth0 up
mkdir -p /run/data /run/dbus /run/rauc
mke2fs -q -F -t ext4 -E lazy_itable_init=0,lazy_journal_init=0 /dev/ubdc && mount /dev/ubdc /run/data
export TMPDIR=/run/data

written() { cat /sys/block/ubdb/stat /sys/block/ubdc/stat | awk '{ sectors += $7 } END { print sectors * 512 }'; }
busy() { awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 }' /proc/stat; }
memory() { awk -v field="$2:" '$1 == field { print $2 }' "/proc/$1/status"; }
# The part of a command that counts, with the peak of its process over what it needed while idle.
figures() {
  sync
  echo "@@ {\"seconds\": $(echo "$1 $2" | awk '{ print $2 - $1 }'), \"fetched\": $3, \"written\": $4, \"cpuTicks\": $5, \"memoryKb\": $6}"
}
now() { cut -d' ' -f1 /proc/uptime; }
fetched() { cat /sys/class/net/eth0/statistics/rx_bytes; }

begin() { sync; fetched0=$(fetched) written0=$(written) busy0=$(busy) begun=$(now); }
end() {
  sync
  figures "$begun" "$(now)" $(($(fetched) - fetched0)) $(($(written) - written0)) $(($(busy) - busy0)) "$1"
}

case $task in
curl)
  begin
  curl -sS "$url" | dd of=/dev/ubdb bs=1M iflag=fullblock conv=fsync 2>/dev/null
  end 0
  ;;
rauc)
  cp "$folder/machine-id" /run/machine-id && mount --bind /run/machine-id /etc/machine-id
  dbus-daemon --system --fork
  rauc service -c "$folder/system.conf" --override-boot-slot=A >/run/rauc.log 2>&1 &
  service=$!
  tries=100
  until rauc status >/dev/null 2>&1 || [ $tries = 0 ]; do tries=$((tries - 1)) && sleep 0.1; done
  idle=$(memory $service VmRSS)
  begin
  rauc install "$url" >/run/install.log 2>&1 || cat /run/install.log /run/rauc.log
  end $(($(memory $service VmHWM) - idle))
  ;;
ours)
  mkfifo /run/ready /run/go
  { node "$program" "$url" "$folder/release.json" || echo failed >/run/ready; } >/run/install.log 2>&1 &
  until pid=$(pidof node); do sleep 0.1; done
  read -r word </run/ready
  if [ "$word" = idle ]; then
    idle=$(memory "$pid" VmRSS)
    begin
    echo go >/run/go
    read -r _ </run/ready
    end $(($(memory "$pid" VmHWM) - idle))
  fi
  cat /run/install.log
  ;;
esac
umount /run/data
sync
echo o >/proc/sysrq-trigger
sleep 10
