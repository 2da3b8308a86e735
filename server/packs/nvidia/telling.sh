# What people are told. Part of through-docker.
# shellcheck shell=sh disable=SC2154

say() { printf 'NVIDIA pack: %s\n' "$*"; }

# The file of the toolkit's status lines: at the top, or below the directory of an action.
status_file() {
  found=$results/status.json
  [ -e "$found" ] || found=$(find "$results" -name status.json -type f 2>/dev/null | sort | head -n 1)
  printf '%s\n' "${found:-$results/status.json}"
}

last_status() { tail -n 1 "$(status_file)" 2>/dev/null || :; }

told_failure() {
  printf 'NVIDIA pack: %s\n' "$1" >&2
  printf '{"date": "%s", "time": "%s", "status": "FAILURE", "verbosity": "ERROR", "message": "NVIDIA pack: %s"}\n' \
    "$(date +%-m/%-d/%Y)" "$(date +%-H:%-M:%-S)" "$(printf '%s' "$1" | tr '\n\t' '  ' | quoted)" >>"$(status_file)"
}

# Nothing was begun, and why.
refuse() {
  told_failure "$1"
  rm -rf "$given" "$work/mask" "$begun"
  exit 2
}

# A status of ours at the top would hide those of a container that has its own below.
forget_refusals() {
  if [ -e "$results/status.json" ] && ! grep -qv '"message": "NVIDIA pack: ' "$results/status.json"; then
    rm -f "$results/status.json"
  fi
}

# For texts within double quotes, as JSON, YAML and protobuf text have them.
quoted() { sed 's/[\\"]/\\&/g'; }

# Containers say their whole spec, in which the key is. It is in no command line either, for all can read those.
masking() {
  [ "$(printf '%s' "$key" | tr -d '\000-\037\177')" = "$key" ] ||
    refuse "the encryption_key of the model has a line break or the like in it; give it another"
  : >"$work/mask"
  # As it stands within quotes, and as it is.
  [ -z "$key" ] || { printf '%s\n' "$key" | quoted && printf '%s\n' "$key"; } | sed 's|[]\\.*^$/[]|\\&|g; s|^|s/|; s|$|/***/g|' >"$work/mask"
  unbuffered=
  ! printf '' | sed -u p >/dev/null 2>&1 || unbuffered=-u
}

# shellcheck disable=SC2086
masked() { exec sed $unbuffered -f "$work/mask"; }

check_docker() {
  command -v docker >/dev/null 2>&1 ||
    refuse "there is no docker on the PATH of the dock; install Docker Engine and the NVIDIA Container Toolkit"
  answer=$(docker version --format '{{.Server.Version}}' 2>&1) ||
    refuse "the docker daemon does not answer: $answer; start it, and let the user $(id -un) use it"
  if command -v nvidia-smi >/dev/null 2>&1; then
    nvidia-smi -L 2>/dev/null | grep -q "^GPU $card:"
  else
    [ -e "/dev/nvidia$card" ]
  fi || refuse "this machine shows no NVIDIA graphics card number $card; mend the driver, or set actions.gpus"
  case $(docker info --format '{{json .Runtimes}}' 2>/dev/null) in
    *'"nvidia"'*) ;;
    *)
      command -v nvidia-container-runtime-hook >/dev/null 2>&1 ||
        refuse "docker has no NVIDIA Container Toolkit; install it, then: nvidia-ctk runtime configure --runtime=docker"
      ;;
  esac
  choose_image
  docker image inspect "$image" >/dev/null 2>&1 ||
    refuse "the image is not here; docker pull $image"
}
