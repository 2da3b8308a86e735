#!/usr/bin/env bash
# How long imports from remote places take, beside what people would do by hand with the same bytes on the same machine in
# the same run: curl --parallel and the JDK's SHA-256 for a hub, git clone --depth 1 for a repository. The remote places
# are the project's own fakes on loopback. Median of 3.
#   sources.sh                       2 GiB in 8 files from a hub; 5000 small files from a repository
#   sources.sh --files N --mib N --small N --runs N --jvm OPTION
set -euo pipefail
files=8 mib=256 small=5000 runs=3 jvm=()
while [ $# -gt 0 ]; do
  case $1 in
    --files) files=$2; shift 2 ;;
    --mib) mib=$2; shift 2 ;;
    --small) small=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --jvm) jvm+=("$2"); shift 2 ;;
    *) echo "unknown: $1" >&2; exit 2 ;;
  esac
done
. "$(dirname "$0")/dock.sh"
fakes=$here/../../core/target/test-classes
[ -d "$fakes/dev/modeldock/fakes" ] || { echo "No fakes: run mvn -q -DskipTests package first." >&2; exit 1; }

now() { echo $(($(date +%s%N) / 1000000)); }

# fake NAME ARGUMENTS: starts one that ends with this script; its addresses are in $work/NAME.
fake() {
  local name=$1; shift
  mkfifo "$work/$name.in"
  "$java" -Xmx128m -cp "$fakes:$jar" dev.modeldock.fakes.FakeRemotes "$@" <"$work/$name.in" >"$work/$name" 2>>"$work/log" &
  exec {ends}>"$work/$name.in" # closed when this script ends, and with it the fake
  local i
  for i in $(seq 1200); do
    grep -q '^ready' "$work/$name" && return 0
    sleep 0.1
  done
  echo "The fake $name did not start:" >&2; tail -n 20 "$work/log" >&2; exit 1
}

told() { sed -n "s/^$2=//p" "$work/$1"; }

# ask PATH: the answer's status line, header and body in $answer. It needs no process of its own, which would take the
# processors from what is measured.
ask() {
  local socket place=${dock_url##*/}
  exec {socket}<>"/dev/tcp/${place%:*}/${place#*:}"
  printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$1" "$place" >&"$socket"
  IFS= read -r -d '' answer <&"$socket" || true
  exec {socket}>&-
}

# import SOURCE JSON: prints the milliseconds from the request to a model that is available and verified.
import() {
  local begin location answer
  begin=$(now)
  location=$(curl -sS -i -X POST "$dock_url/v1/upload/$1" -H 'Content-Type: application/json' -d "$2" \
    | sed -n 's/^[Ll]ocation: *\([^[:space:]]*\).*/\1/p')
  [ -n "$location" ] || { echo "The import was refused." >&2; exit 1; }
  while :; do
    ask "$location"
    case $answer in
      *'"task_status":"DONE"'*) break ;;
      *'"task_status":"FAILED"'* | *'"task_status":"CANCELED"'*) echo "$answer" >&2; exit 1 ;;
    esac
    sleep 0.02
  done
  echo $(($(now) - begin))
}

forget() { curl -sS -f -o /dev/null -X DELETE "$dock_url/v1/models/$1"; }

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }

fake hub hub "$files" "$((mib << 20))"
fake github github "$small" 2048 "$runs"
dock_settings=(--set "source.huggingface.endpoint=$(told hub hub)"
  --set "source.github.url=$(told github url)" --set "source.github.api=$(told github api)")
start_dock "$work/data" "${jvm[@]}"

model=$(told hub model)
curls=() hashes=() imports=() ratios=()
printf '%-4s %12s %12s %12s %8s\n' run 'curl -Z ms' 'SHA-256 ms' 'import ms' ratio
for run in $(seq "$runs"); do
  mkdir "$work/curl"
  arguments=()
  while read -r url; do
    arguments+=(-o "$work/curl/${url##*/}" "$url")
  done < <(told hub file)
  begin=$(now)
  curl -f -L --no-progress-meter --parallel "${arguments[@]}"
  took=$(($(now) - begin))
  hash=$("$java" "$here/Hash.java" "$work"/curl/*)
  rm -r "$work/curl"
  mine=$(import huggingface "{\"model_tag\": \"$model\"}")
  forget "$model"
  ratios+=("$(ratio "$mine" "$((took + hash))")")
  printf '%-4s %12s %12s %12s %8s\n' "$run" "$took" "$hash" "$mine" "${ratios[-1]}"
  curls+=("$took") hashes+=("$hash") imports+=("$mine")
done
echo "hub, $files files of $mib MiB, medians: curl --parallel $(median "${curls[@]}") ms + SHA-256 $(median "${hashes[@]}") ms," \
  "import $(median "${imports[@]}") ms, ratio $(median "${ratios[@]}")"
echo

# Another repository each time, and nothing is deleted before the end: a file system that has just lost thousands of files
# is slow to make new ones.
mapfile -t names < <(told github name)
mapfile -t addresses < <(told github clone)
clones=() imports=() ratios=()
printf '%-4s %12s %12s %8s\n' run 'git clone ms' 'import ms' ratio
for run in $(seq "$runs"); do
  begin=$(now)
  git -c advice.detachedHead=false clone -q --depth 1 "${addresses[run - 1]}" "$work/clone-$run"
  took=$(($(now) - begin))
  mine=$(import github "{\"owner\": \"bench\", \"repo_name\": \"${names[run - 1]}\", \"profile\": \"any\"}")
  ratios+=("$(ratio "$mine" "$took")")
  printf '%-4s %12s %12s %8s\n' "$run" "$took" "$mine" "${ratios[-1]}"
  clones+=("$took") imports+=("$mine")
done
echo "repository of $small small files, medians: git clone --depth 1 $(median "${clones[@]}") ms," \
  "import $(median "${imports[@]}") ms, ratio $(median "${ratios[@]}")"
echo
echo "peak memory of the server (VmHWM): $(peak_mib) MiB${jvm:+ under ${jvm[*]}}"
