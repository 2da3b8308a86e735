# Calls a container: which image, with which arguments, and what it sees of this machine. Part of through-docker.
# shellcheck shell=sh disable=SC2154,SC2094

deployed() {
  case $action in gen_trt_engine | trtexec) return 0 ;; esac
  case $architecture:$parent_action in
    bpnet:*) return 1 ;;
    *:gen_trt_engine | *:trtexec) return 0 ;;
  esac
  # A parent that this pack did not make.
  [ -z "$parent_action" ] && [ -n "$parent" ] && [ -n "$(one_of "$parent" '*.engine')" ]
}

# shellcheck disable=SC2034
choose_image() {
  kind=$(row 2)
  ! deployed || kind=deploy
  case $kind in
    tf1) image=$image_tf1 ;;
    tf2) image=$image_tf2 ;;
    pyt) image=$image_pyt ;;
    ds) image=$image_ds ;;
    deploy) image=$image_deploy ;;
    *) refuse "architectures.tsv does not know $architecture" ;;
  esac
}

# Which of the table's rows count: those of an engine have their own where there are any.
table() {
  wanted=$action
  if deployed && [ -n "$(rows "$action@deploy")" ]; then wanted=$action@deploy; fi
  rows "$wanted"
}
rows() {
  awk -F '\t' -v action="$1" -v name="$architecture" '
    $1 == action { n = split($4, names, " "); for (i = 1; i <= n; i++) if (names[i] == name) print $2 "\t" $3 }' \
    "$here/arguments.tsv"
}

# Whether the whole spec goes into arguments.
cli_only() { [ -n "$(table | awk -F '\t' '$1 == "*"')" ]; }

# Simple values at the top of the spec, as "name<TAB>value".
simple() {
  awk '
    /^[A-Za-z_][A-Za-z0-9_]*: *[^ {]/ {
      name = $0; sub(/:.*/, "", name)
      text = $0; sub(/^[^:]*: */, "", text)
      if (text ~ /^\[|^null$/) next
      if (text ~ /^".*"$/) {
        text = substr(text, 2, length(text) - 2)
        plain = text; gsub(/\\["\\]/, "", plain)
        if (plain ~ /\\/) { print "refused\t" name; exit }
        gsub(/\\"/, "\"", text); gsub(/\\\\/, "\\", text)
      }
      print name "\t" text
    }' "$given/$spec_name"
}

# Calls the container. The dock's own words for its arguments, then those of the table.
call() {
  tab=$(printf '\t')
  case $action in retrain) word=train ;; *) word=$action ;; esac
  key_flag=
  if [ "$action" = trtexec ]; then set -- trtexec; else set -- "$architecture" "$word"; fi
  table >"$work/rows"
  simple >"$work/simple"
  ! grep -q "^refused$tab" "$work/simple" ||
    refuse "the spec's value of $(sed -n "s/^refused$tab//p" "$work/simple") has letters that cannot be given as an argument"
  while IFS=$tab read -r flag rule; do
    case $flag:$rule in
      '*':*)
        while IFS=$tab read -r field text; do
          # What the table has a value for goes before what the spec says.
          ! grep -q "^$field$tab" "$work/rows" || continue
          case $text in
            true) set -- "$@" "--$field" ;;
            false) ;;
            *) set -- "$@" "--$field=$text" ;;
          esac
        done <"$work/simple"
        ;;
      *:key) [ -z "$key" ] || key_flag=$flag ;;
      *:yes) set -- "$@" "--$flag" ;;
      *:yes-after-export) [ "$parent_action" != export ] || set -- "$@" "--$flag" ;;
      *:from-spec)
        text=$(sed -n "s/^$flag$tab//p" "$work/simple" | head -n 1)
        case $text in
          '' | false) ;;
          true) set -- "$@" "--$flag" ;;
          *) set -- "$@" "--$flag=$text" ;;
        esac
        ;;
      *)
        text=$(value "$rule")
        [ -z "$text" ] || set -- "$@" "--$flag=$text"
        ;;
    esac
  done <"$work/rows"
  without_arguments
  [ "$architecture:$action" != pointpillars:dataset_convert ] || cp -R "${train%%,/*}/." "$results"
  rm -f "$work/rows" "$work/simple"
  say "$*${key_flag:+ --$key_flag=***}"
  # The key goes by the environment, and becomes an argument within the container alone.
  # shellcheck disable=SC2016
  set -- "$image" -c 'flag=$1 && shift && { [ -z "$flag" ] || set -- "$@" "--$flag=$MODELDOCK_KEY"; } && exec "$@"' \
    sh "$key_flag" "$@"
  set -- --entrypoint /bin/sh "$@"
  [ -z "$key_flag" ] || set -- --env MODELDOCK_KEY "$@"
  # Each place once, and under its own name; only the results can be written.
  printf '%s\n' "$given" "$parent" "$ptm" "$train" "$eval" "$inference" "$calibration" |
    awk '{ gsub(/,\//, "\n/"); print }' | sort -u >"$work/mounts"
  while IFS= read -r place; do
    case $place in
      '') ;;
      *[,\"]*) refuse "docker takes no directory with a comma or a quote in its name: $place" ;;
      *) set -- --mount "type=bind,src=$place,dst=$place,readonly" "$@" ;;
    esac
  done <"$work/mounts"
  rm -f "$work/mounts"
  start --mount "type=bind,src=$results,dst=$results" "$@"
}

# What is an argument is not in the spec, for the containers know no such field there.
without_arguments() {
  names=$(awk -F '\t' '$2 == "from-spec" && $1 != "*" { printf "%s ", $1 }' "$work/rows")
  awk -v names="$names" '
    BEGIN { n = split(names, list, " "); for (i = 1; i <= n; i++) drop[list[i]] = 1 }
    /^[A-Za-z_]/ { name = $0; sub(/:.*/, "", name); if (name in drop && $0 ~ /: *[^ [{]/) next }
    { print }' "$given/$spec_name" >"$work/edited"
  mv -f "$work/edited" "$given/$spec_name"
}

# After its end: what is made of a pruned model is tested with that.
hand_on() {
  case $architecture:$action in
    efficientdet_tf1:retrain | efficientdet_tf2:retrain | classification_tf2:retrain | ocdnet:retrain)
      from=$(rule parent)
      [ -z "$from" ] || cp "$from" "$results/pruned_model.${from##*.}"
      ;;
  esac
}
