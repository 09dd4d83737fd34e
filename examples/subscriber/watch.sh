#!/usr/bin/env bash
# Prints what Pupsentry devices say, with nothing but mosquitto_sub and protoc.
#
#   ./watch.sh -h broker.example -p 8883 --cafile ca.pem --cert me.pem --key me.key
#   KIND=event DEVICE=front-door-1 ./watch.sh -h 127.0.0.1 -p 1883
#
# All arguments go to mosquitto_sub as they are. KIND is status, state, event, telemetry, reply, signal
# or log (default: all of them); DEVICE is one device's id (default: every device).
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
proto=${PROTO:-$here/../../protocol/pupsentry.proto}
filter="pupsentry/v1/${DEVICE:-+}/up/${KIND:-+}"

for tool in mosquitto_sub protoc; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is missing: apt-get install mosquitto-clients protobuf-compiler" >&2
    exit 1
  fi
done

# The last event seen of each device, as "boot_epoch seq". Events of a device come in order and at least
# once, so one that is not newer is a repetition.
declare -A last=()

is_repeated() { # device, boot epoch, sequence number
  local epoch seq
  read -r epoch seq <<<"${last[$1]:-0 0}"
  (($2 < epoch || ($2 == epoch && $3 <= seq))) && return 0
  last[$1]="$2 $3"
  return 1
}

field() { # name, decoded message
  sed -n "s/^$1: //p" <<<"$2" | head -n 1
}

mosquitto_sub -q 1 -t "$filter" -F '%t %x' "$@" | while read -r topic hex; do
  IFS=/ read -r _ _ device _ kind <<<"$topic"
  # shellcheck disable=SC2059  # hex digits only: \x escapes and nothing else
  if ! text=$(printf "$(sed 's/../\\x&/g' <<<"$hex")" |
    protoc --decode=pupsentry.v1.Envelope -I "$(dirname "$proto")" "$(basename "$proto")" 2>/dev/null); then
    echo "== $device $kind: not an envelope" >&2
    continue
  fi
  if [ "$kind" = event ]; then
    epoch=$(field boot_epoch "$text") seq=$(field seq "$text")
    is_repeated "$device" "${epoch:-0}" "${seq:-0}" && continue
  fi
  made_ms=$(field time_ms "$text")
  echo "== $device $kind, made $(date -u -d "@$((${made_ms:-0} / 1000))" +%FT%TZ)"
  sed -E 's/jpeg: ".*"/jpeg: (a picture)/' <<<"$text"
done
