# Sourced by the benchmarks: one server of our own in a directory that goes away at the end.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=${DOCK_JAR:-$here/../target/modeldock.jar}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d "${TMPDIR:-/tmp}/modeldock-bench.XXXXXX")
dock_pid=
dock_url=

bench() { "$java" "$here/Bench.java" "$@"; }

# Flags for the server, set before it is started.
dock_settings=()

# start_dock DATA [JVM OPTIONS]: sets dock_pid and dock_url.
start_dock() {
  local data=$1; shift
  : >"$work/ready" # it is read before the server has made it
  "$java" "$@" -jar "$jar" --port 0 --data "$data" "${dock_settings[@]}" >"$work/ready" 2>>"$work/log" &
  dock_pid=$!
  local i
  for i in $(seq 600); do
    dock_url=$(sed -n 's/^Modeldock is ready at //p' "$work/ready")
    [ -n "$dock_url" ] && return 0
    kill -0 "$dock_pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "The server did not start:" >&2; tail -n 20 "$work/log" >&2; exit 1
}

stop_dock() {
  [ -n "$dock_pid" ] || return 0
  kill "$dock_pid" 2>/dev/null || true
  wait "$dock_pid" 2>/dev/null || true
  dock_pid=
}

peak_mib() { awk '/^VmHWM/ {printf "%d", $2 / 1024}' "/proc/$dock_pid/status"; }

# median of the numbers given
median() { printf '%s\n' "$@" | sort -n | awk '{v[NR]=$1} END {print NR % 2 ? v[(NR+1)/2] : (v[NR/2] + v[NR/2+1]) / 2}'; }

clean_up() { stop_dock; rm -rf "$work"; }
trap clean_up EXIT
trap 'exit 130' INT TERM
[ -f "$jar" ] || { echo "No $jar: run mvn -q -DskipTests package first." >&2; exit 1; }
