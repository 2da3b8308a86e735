#!/usr/bin/env bash
# How long an import takes, from the first byte to a model that is available and verified, beside the limit of this
# machine: writing the same bytes to the disk and hashing them with the JDK. Median of 3, one machine, one run.
#   import.sh                        1 GiB in 64 MiB chunks
#   import.sh --small-heap           4 GiB, one run, under -Xmx128m
#   import.sh --mib N --chunk-mib N --runs N --parallel N --jvm OPTION
set -euo pipefail
mib=1024 chunk=64 runs=3 parallel=1 jvm=()
while [ $# -gt 0 ]; do
  case $1 in
    --small-heap) mib=4096 runs=1 jvm=(-Xmx128m); shift ;;
    --mib) mib=$2; shift 2 ;;
    --chunk-mib) chunk=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --parallel) parallel=$2; shift 2 ;;
    --jvm) jvm+=("$2"); shift 2 ;;
    *) echo "unknown: $1" >&2; exit 2 ;;
  esac
done
. "$(dirname "$0")/dock.sh"

start_dock "$work/data" "${jvm[@]}"
limits=() imports=()
printf '%-6s %12s %12s %12s %14s\n' run 'limit ms' 'import ms' 'sent ms' 'import MiB/s'
for run in $(seq "$runs"); do
  tar=$work/bench-$run.tar
  bench model "$tar" "$mib" "$run" # other bytes each time: nothing is here already
  read -r limit _ < <(bench limit "$tar" "$work/limit.out")
  rm "$work/limit.out"
  read -r took sent id < <(bench import "$dock_url" "$tar" "$chunk" "$parallel")
  printf '%-6s %12s %12s %12s %14s\n' "$run" "$limit" "$took" "$sent" "$((mib * 1000 / took))"
  limits+=("$limit") imports+=("$took")
  rm "$tar"
  curl -sS -f -o /dev/null -X DELETE "$dock_url/v1/models/$id"
done
limit=$(median "${limits[@]}") took=$(median "${imports[@]}")
echo
echo "import of $mib MiB in $chunk MiB chunks, median of $runs: $took ms"
echo "limit (write, SHA-256, fsync), median of $runs:           $limit ms"
awk -v a="$took" -v b="$limit" 'BEGIN {printf "ratio: %.2f\n", a / b}'
echo "peak memory of the server (VmHWM): $(peak_mib) MiB${jvm:+ under ${jvm[*]}}"
