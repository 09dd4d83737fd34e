#!/bin/sh
# Installs what the project needs on a Debian-like machine; says nothing about what is already there.
#   tools/setup.sh run    to run the system
#   tools/setup.sh test   to run the tests as well
#   tools/setup.sh bench  to run the benchmarks as well
#   tools/setup.sh virtual-board-arm64 to boot the arm64 virtual board as well
#   tools/setup.sh ota-bench to prove updates on a real boot loader as well
#   tools/setup.sh kernel to build the virtual board's kernel as well (called when it has to be built)
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}

run_packages="gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
  gstreamer1.0-plugins-ugly gstreamer1.0-libav gstreamer1.0-alsa mosquitto make g++ python3"
test_packages="mosquitto-clients protobuf-compiler ffmpeg chromium openssl procps"
# The virtual board: its root file system, its images, its wiring, its network.
board_packages="mmdebstrap squashfs-tools e2fsprogs device-tree-compiler iproute2 util-linux gcc libc6-dev"
[ "$(id -u)" = 0 ] || board_packages="$board_packages uidmap"
# Updates: the programs whose formats ours must equal.
ota_packages="cryptsetup-bin libubootenv-tool dmsetup nbd-client"
ota_bench_packages="u-boot-qemu u-boot-tools gdisk dosfstools mtools"
# The one of another architecture; its packages are fetched by apt itself.
arm64_packages="qemu-system-arm squashfs-tools e2fsprogs kmod util-linux"
kernel_packages="linux-source-6.1 make flex bison bc perl xz-utils binutils"
bench_packages="janus motion python3-opencv rauc rauc-service dbus curl e2fsprogs"

say() { printf '%s\n' "$*" >&2; }

# --- Node -----------------------------------------------------------------------------------------
if ! command -v node >/dev/null 2>&1; then
  say "Node.js is missing. Install Node 20.17 or newer (22 and 24 work too), then run this again."
  exit 1
fi
node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=17)?0:1)' || {
  say "Node.js $(node --version) is too old: 20.17 or newer is needed (22 and 24 work too)."
  exit 1
}

# --- Debian packages --------------------------------------------------------------------------------
packages=$run_packages
case $what in
  run) ;;
  test) packages="$packages $test_packages $board_packages $ota_packages" ;;
  virtual-board-arm64) packages="$packages $arm64_packages" ;;
  ota-bench) packages="$packages $board_packages $arm64_packages $ota_packages $ota_bench_packages" ;;
  kernel) packages="$packages $board_packages $kernel_packages" ;;
  bench) packages="$packages $test_packages $board_packages $arm64_packages $ota_packages $ota_bench_packages $bench_packages" ;;
  *) say "usage: tools/setup.sh run|test|virtual-board-arm64|ota-bench|kernel|bench"; exit 2 ;;
esac
missing=
for p in $packages; do
  dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing="$missing $p"
done
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    say "These Debian packages are missing, and there is no apt-get to install them with:$missing"
    exit 1
  fi
  if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then sudo=sudo; else
    say "These packages are missing, and this is not root:"
    say " $missing"
    say "Install them once with:  sudo apt-get install$missing"
    exit 1
  fi
  say "Installing Debian packages:$missing"
  $sudo apt-get update -qq >&2 || say "apt-get update failed; trying with the lists that are there."
  # A service of the distribution must not take the broker's port.
  $sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >&2 </dev/null
fi

# --- npm packages -----------------------------------------------------------------------------------
# Anew when the lock file changed; what is compiled, when Node's ABI or the architecture did.
lock=$(node -p "require('crypto').createHash('sha256').update(require('fs').readFileSync('package-lock.json')).digest('hex')")
abi=$(node -p "process.versions.modules+'-'+process.arch")
stamp=node_modules/.pupsentry-setup
had=$(cat "$stamp" 2>/dev/null || true)
if [ "$had" != "$lock $abi" ]; then
  say "Installing npm packages (a minute or two the first time)"
  if [ -n "$had" ]; then
    npm install --no-save --no-fund --no-audit --loglevel=error >&2
    [ "${had#* }" = "$abi" ] || npm rebuild --loglevel=error >&2
  else
    npm ci --no-fund --no-audit --loglevel=error >&2
  fi
  printf %s "$lock $abi" >"$stamp"
fi
