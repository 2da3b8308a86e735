#!/usr/bin/env bash
# How lists of the TAO API answer with very many rows, beside the same in a small database on the same machine: two
# servers, whose requests take turns. The small one has 1,000 datasets, models and jobs; the large one 100,000 datasets and
# models and 1,000,000 jobs of 1,000 users, one of whom has 10,000 datasets and models, and a dataset with 10,000 jobs. Each
# figure is the median of 3 runs of 500 requests after 100 that do not count. Exits 1 when a p99 or a p50 is more than 3 times
# that of the small database, or, of a page in the middle or at the end, 10 times. Then lists without a size are streamed.
#   tao.sh --requests N --runs N --jvm OPTION
set -euo pipefail
requests=500 runs=3 jvm=(-Xmx128m)
while [ $# -gt 0 ]; do
  case $1 in
    --requests) requests=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --jvm) jvm+=("$2"); shift 2 ;;
    *) echo "unknown: $1" >&2; exit 2 ;;
  esac
done
. "$(dirname "$0")/dock.sh"

run() { "$java" -cp "$jar" "$here/$1.java" "${@:2}" 2>>"$work/client.log" || { local left=$?; tail -n 20 "$work/client.log" >&2; return "$left"; }; }

# fill NAME ROWS JOBS USERS LIST
fill() {
  mkdir "$work/$1"
  local begin; begin=$(date +%s)
  run TaoRows "$work/$1/modeldock.db" "${@:2}"
  echo "$1 database: $2 datasets, $2 models, $3 jobs, $4 users; $(du -m "$work/$1/modeldock.db" | cut -f 1) MiB, made in $(($(date +%s) - begin)) s"
}

small_pid=
stop_small() { [ -z "$small_pid" ] || { kill "$small_pid" 2>/dev/null || true; wait "$small_pid" 2>/dev/null || true; }; }
trap 'stop_small; clean_up' EXIT

fill small 1000 1000 1 1000
fill large 100000 1000000 1000 10000
start_dock "$work/small" "${jvm[@]}"
small_pid=$dock_pid small_url=$dock_url
start_dock "$work/large" "${jvm[@]}"
echo
left=0
run TaoBench measure "$small_url" "$dock_url" "$requests" "$runs" || left=$?
stop_small
small_pid=
stop_dock
echo
echo "lists without a size, from the large database, by a server of their own:"
start_dock "$work/large" "${jvm[@]}"
run TaoBench stream "$dock_url"
echo "peak memory of the server (VmHWM): $(peak_mib) MiB under ${jvm[*]}"
exit "$left"
