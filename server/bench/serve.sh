#!/usr/bin/env bash
# How fast files are handed out through resolve, beside nginx that serves the same files with its defaults: one of 1 GiB, and
# 10,000 small ones. They take turns in one run; each figure is the median of 3. Then 200 clients at once. Exits 1 when
#   the large file comes at less than 0.9 of nginx's speed without sendfile (the ratio to nginx with sendfile is told beside),
#   fewer than 0.5 of nginx's HEAD requests per second are answered, over connections that are kept, or
#   the server takes 256 MiB of memory or more.
#   serve.sh --mib N --files N --runs N --seconds N --clients N --jvm OPTION
# Needs nginx (Debian's nginx-light) and Python, which reads the large file: the kernel throws away for it what arrives, so
# that it is no bottleneck. HEAD and the many clients are Java's: of the usual clients wrk and h2load wait for bodies that
# HEAD has not, and ab asks for one file only.
set -euo pipefail
mib=1024 files=10000 runs=3 seconds=5 clients=200 jvm=()
while [ $# -gt 0 ]; do
  case $1 in
    --mib) mib=$2; shift 2 ;;
    --files) files=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --clients) clients=$2; shift 2 ;;
    --jvm) jvm+=("$2"); shift 2 ;;
    *) echo "unknown: $1" >&2; exit 2 ;;
  esac
done
PATH=$PATH:/usr/sbin:/sbin # where daemons are
command -v nginx >/dev/null || { echo "Skipped: there is no nginx to compare with (Debian's nginx-light)."; exit 0; }
[ ${#jvm[@]} -gt 0 ] || jvm=(-Xmx96m -XX:+UseSerialGC) # without, a JVM takes what a large machine has
. "$(dirname "$0")/dock.sh"
connections=16 sampler_pid=

nginx_pid=
stop_child() { [ -z "$1" ] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }; }
trap 'stop_child "$sampler_pid"; stop_child "$nginx_pid"; clean_up' EXIT

# start_nginx FOLDER: sets nginx_pid, and plain_url and sendfile_url of its two servers.
start_nginx() {
  local try i port
  for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    nginx_config "$1" "$port" >"$work/nginx.conf"
    nginx -p "$work" -e "$work/nginx.log" -c "$work/nginx.conf" &
    nginx_pid=$! plain_url=http://127.0.0.1:$port sendfile_url=http://127.0.0.1:$((port + 1))
    for i in $(seq 100); do
      kill -0 "$nginx_pid" 2>/dev/null || break
      if curl -s -f -o /dev/null "$plain_url/config.json"; then return 0; fi
      sleep 0.1
    done
    stop_child "$nginx_pid"
    nginx_pid=
  done
  echo "nginx did not start:" >&2; tail -n 20 "$work/nginx.log" >&2; exit 1
}
# Its defaults, but that it keeps connections for as many requests as the dock does. As root it would drop to another user,
# who cannot read the files.
nginx_config() {
  [ "$(id -u)" != 0 ] || echo 'user root;'
  cat <<CONF
daemon off;
pid nginx.pid;
worker_processes auto;
events {}
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  root $1;
  server { listen 127.0.0.1:$2; sendfile off; }
  server { listen 127.0.0.1:$(($2 + 1)); sendfile on; tcp_nopush on; }
}
CONF
}

# MiB/s of a whole download.
cat >"$work/get.py" <<'PY'
import socket, sys, time, urllib.parse
url = urllib.parse.urlsplit(sys.argv[1])
with socket.create_connection((url.hostname, url.port)) as s:
    begin = time.perf_counter()
    s.sendall(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n\r\n".encode())
    got = b""
    while b"\r\n\r\n" not in got:
        more = s.recv(4096)
        assert more, "no answer"
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head
    size = int(next(l for l in head.lower().split(b"\r\n") if l.startswith(b"content-length:"))[15:])
    left = size - len(body)
    while left:
        more = len(s.recv(min(left, 1 << 20), socket.MSG_TRUNC)) # counted, and not copied
        assert more, f"{left} bytes are missing"
        left -= more
    print(round(size / (time.perf_counter() - begin) / 1048576))
PY
speed_of() { python3 "$work/get.py" "$1/model.safetensors"; }
client() { "$java" -cp "$work" ServeBench "$@" 2>>"$work/client.log" || { tail -n 5 "$work/client.log" >&2; exit 1; }; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
# at_least RATIO BOUND WHAT
missed=0
at_least() { awk -v a="$1" -v b="$2" 'BEGIN {exit !(a < b)}' || return 0; echo "MISSED: $3 is $1, less than $2"; missed=1; }

"$java"c -d "$work" "$here/ServeBench.java" "$here/ServedAnswer.java"
bench model "$work/big.tar" "$mib" 1
bench many "$work/many.tar" "$files" $((files * 4 / 1024)) 2
mkdir "$work/files"
for tar in big many; do tar xf "$work/$tar.tar" -C "$work/files" --strip-components 1; rm "$work/$tar.tar"; done
tar cf "$work/bench.tar" -C "$work" files
start_dock "$work/data"
bench import "$dock_url" "$work/bench.tar" 64 1 >/dev/null
rm "$work/bench.tar"
stop_dock
start_dock "$work/data" "${jvm[@]}" # one that has only read
start_nginx "$work/files"
url=$dock_url/local/bench/resolve/main

curl -sS -f "$url/model.safetensors" | cmp - "$work/files/model.safetensors"
for peer in "$url" "$plain_url" "$sendfile_url"; do speed_of "$peer" >/dev/null; done
echo "GET of $mib MiB in MiB/s, here and from nginx, each the median of 5 in turns"
printf '%-6s %10s %14s %14s %8s %8s\n' run here 'sendfile off' 'sendfile on' ratio ratio
plains=() sendfiles=()
for run in $(seq "$runs"); do
  h=() p=() s=()
  for _ in 1 2 3 4 5; do h+=("$(speed_of "$url")"); p+=("$(speed_of "$plain_url")"); s+=("$(speed_of "$sendfile_url")"); done
  h=$(median "${h[@]}") p=$(median "${p[@]}") s=$(median "${s[@]}")
  plains+=("$(ratio "$h" "$p")") sendfiles+=("$(ratio "$h" "$s")")
  printf '%-6s %10s %14s %14s %8s %8s\n' "$run" "$h" "$p" "$s" "${plains[-1]}" "${sendfiles[-1]}"
done
get=$(median "${plains[@]}")
echo "ratio, median of $runs: $get to nginx with sendfile off; $(median "${sendfiles[@]}") with sendfile on"
at_least "$get" 0.9 "the speed of the large file beside nginx without sendfile"

echo
echo "the first HEAD of each file, by a server that has to warm up: $(client head "$url" "$work/files" "$connections" 0) requests per second"
for peer in "$url" "$plain_url"; do client head "$peer" "$work/files" "$connections" $((seconds * 3)) >/dev/null; done
client head "$url" "$work/files" "$connections" $((seconds * 3)) '?none' >/dev/null
echo "HEAD of $files small files over $connections connections, requests per second; with a query nothing is answered from memory"
printf '%-6s %10s %10s %8s %14s %8s\n' run here nginx ratio 'with a query' ratio
ratios=() others=()
for run in $(seq "$runs"); do
  h=$(client head "$url" "$work/files" "$connections" "$seconds")
  p=$(client head "$plain_url" "$work/files" "$connections" "$seconds")
  o=$(client head "$url" "$work/files" "$connections" "$seconds" '?none')
  ratios+=("$(ratio "$h" "$p")") others+=("$(ratio "$o" "$p")")
  printf '%-6s %10s %10s %8s %14s %8s\n' "$run" "$h" "$p" "${ratios[-1]}" "$o" "${others[-1]}"
done
head=$(median "${ratios[@]}")
echo "ratio, median of $runs: $head; with a query $(median "${others[@]}")"
at_least "$head" 0.5 "HEAD requests per second beside nginx"

echo
{ while sleep 0.2; do awk '/^VmRSS/ {printf "%d\n", $2 / 1024}' "/proc/$dock_pid/status"; done; } >"$work/rss" 2>/dev/null &
sampler_pid=$!
read -r requests speed < <(client crowd "$url" "$work/files" "$clients" $((seconds * 3)))
stop_child "$sampler_pid"
sampler_pid=
echo "$clients clients at once, small files and parts of the large one: $requests requests/s, $speed MiB/s, every byte compared"
peak=$(peak_mib)
echo "memory of the server meanwhile: $(sort -n "$work/rss" | tail -n 1) MiB resident at most of $(wc -l <"$work/rss") looks;" \
  "since its start (VmHWM): $peak MiB; JVM options: ${jvm[*]}"
[ "$peak" -lt 256 ] || { echo "MISSED: the server took $peak MiB of memory, not less than 256"; missed=1; }
exit "$missed"
