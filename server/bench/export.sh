#!/usr/bin/env bash
# How fast an export starts and flows, beside a plain download of one file from the same server. Median of 3.
#   export.sh            a 1 GiB model
#   export.sh --large    then also 5 GiB in 70,000 files, read by GNU tar, unzip -t, Python's tarfile and zipfile
#   export.sh --mib N --runs N
set -euo pipefail
mib=1024 runs=3 large=
while [ $# -gt 0 ]; do
  case $1 in
    --large) large=yes; shift ;;
    --mib) mib=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    *) echo "unknown: $1" >&2; exit 2 ;;
  esac
done
. "$(dirname "$0")/dock.sh"

# export_url MODEL FORMAT
export_url() {
  curl -sS -f -X POST "$dock_url/api/public/models/$1/export?format=$2" | sed -n 's/.*"downloadUrl"[ ]*:[ ]*"\([^"]*\)".*/\1/p'
}
# Milliseconds from asking for an export until its first byte is here: two requests.
first_byte() {
  local begin end url
  begin=$(date +%s%N)
  url=$(export_url "$1" "$2")
  curl -s -f -N "$url" | head -c 1 >/dev/null || true # curl is right to complain of what we do not read
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000))
}
# Milliseconds of the download alone until its first byte, as curl sees it.
start_of() { # of a compressed one no more than 3 s are read
  { curl -s -f -o /dev/null --max-time 3 -w '%{time_starttransfer}' "$1" || true; } | awk '{printf "%.1f", $1 * 1000}'; }
# MiB/s of a whole download.
speed_of() { curl -sS -f -o /dev/null -w '%{speed_download}' "$1" | awk '{printf "%d", $1 / 1048576}'; }

first_bytes() {
  local format starts asks run
  for format in tar zip tar.gz tar.zst; do
    starts=() asks=()
    local url; url=$(export_url "$2" "$format")
    for run in $(seq "$runs"); do starts+=("$(start_of "$url")"); asks+=("$(first_byte "$2" "$format")"); done
    printf '%-34s %14s %26s\n' "$1 as $format" "$(median "${starts[@]}")" "$(median "${asks[@]}")"
  done
}

start_dock "$work/data"
bench model "$work/small.tar" 1 1
bench model "$work/big.tar" "$mib" 2
read -r _ _ small < <(bench import "$dock_url" "$work/small.tar" 64 1)
read -r _ _ big < <(bench import "$dock_url" "$work/big.tar" 64 1)
rm "$work"/*.tar

printf '%-34s %14s %26s\n' export 'first byte ms' 'asked until first byte ms'
first_bytes "1 MiB model" "$small"
first_bytes "$mib MiB model" "$big"

echo
plain=() tars=() zips=()
for run in $(seq "$runs"); do
  plain+=("$(speed_of "$dock_url/v1/models/$big/files/model.safetensors")")
  tars+=("$(speed_of "$(export_url "$big" tar)")")
  zips+=("$(speed_of "$(export_url "$big" zip)")")
done
p=$(median "${plain[@]}") t=$(median "${tars[@]}") z=$(median "${zips[@]}")
echo "plain file download, median of $runs: $p MiB/s"
echo "export as tar,       median of $runs: $t MiB/s"
echo "export as zip,       median of $runs: $z MiB/s"
awk -v t="$t" -v z="$z" -v p="$p" 'BEGIN {printf "ratio to the plain download: tar %.2f, zip %.2f\n", t / p, z / p}'

if [ -n "$large" ]; then
  echo
  files=70000
  bench many "$work/many.tar" "$files" 5120 3
  read -r took _ many < <(bench import "$dock_url" "$work/many.tar" 64 1)
  echo "import of 5 GiB in $files files: $took ms"
  rm "$work/many.tar"
  first_bytes "5 GiB, $files files" "$many"
  curl -sS -f -o "$work/export.tar" "$(export_url "$many" tar)"
  echo "GNU tar reads $(tar -xvf "$work/export.tar" --to-stdout 2>"$work/names" | wc -c) bytes in $(grep -vc '/$' "$work/names") files"
  python3 - "$work/export.tar" <<'PY'
import sys, tarfile
count = size = 0
with tarfile.open(sys.argv[1]) as tar:
    for member in tar:
        if member.isfile():
            f = tar.extractfile(member)
            while True:
                block = f.read(1 << 20)
                if not block: break
                size += len(block)
            count += 1
print("Python's tarfile reads", size, "bytes in", count, "files")
PY
  rm "$work/export.tar"
  curl -sS -f -o "$work/export.zip" "$(export_url "$many" zip)"
  unzip -tqq "$work/export.zip" && echo "unzip -t: no errors in $(unzip -Z1 "$work/export.zip" | grep -vc '/$') files"
  python3 - "$work/export.zip" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print("Python's zipfile reads", sum(i.file_size for i in z.infolist()), "bytes in", sum(not i.is_dir() for i in z.infolist()), "files")
PY
fi
echo "peak memory of the server (VmHWM): $(peak_mib) MiB"
