# Finds what an action goes on from: models, data, files of parent jobs. Part of through-docker.
# shellcheck shell=sh disable=SC2154

# The first value that one of such rules has: a|b|c.
value() {
  for one in $(printf '%s\n' "$1" | tr '|' ' '); do
    got=$(rule "$one")
    [ -z "$got" ] || break
  done
  printf '%s\n' "$got"
}

# What stands below the first of some datasets; nothing when it is not there.
inside() {
  first=${1%%,/*}
  case $2 in
    *..*) ;;
    .) printf '%s\n' "$first" ;;
    *) [ -z "$first" ] || [ ! -e "$first/$2" ] || printf '%s\n' "$first/$2" ;;
  esac
}

dataset() {
  case $1 in
    train) printf '%s\n' "$train" ;;
    eval) printf '%s\n' "$eval" ;;
    inference) printf '%s\n' "$inference" ;;
    calibration) printf '%s\n' "$calibration" ;;
  esac
}

# Which tokens in a spec are ours; all else that stands between two @ is the user's.
is_rule() {
  for one in $(printf '%s\n' "$1" | tr '|' ' '); do
    case $one in
      train:* | eval:* | inference:* | calibration:* | records:train | records:eval) ;;
      key | ptm | ptm-unless-resume | resume | parent | tested | engine | weights | pruned | classmap) ;;
      training-spec | coco-spec | true-after-retrain | afw | layout | part) ;;
      *) return 1 ;;
    esac
  done
}

rule() {
  case $1 in
    train:* | eval:* | inference:* | calibration:*) inside "$(dataset "${1%%:*}")" "${1#*:}" ;;
    records:*) records "$(dataset "${1#*:}")" ;;
    results) printf '%s\n' "$results" ;;
    results/*) printf '%s\n' "$results/${1#*/}" ;;
    key) printf '%s\n' "$key" ;;
    spec) printf '%s\n' "$given/$spec_name" ;;
    parent-spec) filled_parent_spec "$spec_name" ;;
    training-spec) filled_parent_spec "training_$spec_name" ;;
    ptm) pretrained ;;
    ptm-unless-resume) [ -n "$(rule resume)" ] || pretrained ;;
    resume) [ -z "$resume" ] || model "$resume" "$action" ;;
    parent) [ -z "$parent" ] || model "$parent" "$parent_action" ;;
    tested) if [ "$parent_action" = export ]; then there "$parent/model.engine"; else rule parent; fi ;;
    engine) case $parent_action in export | gen_trt_engine | trtexec) rule tested ;; esac ;;
    weights) case $parent_action in export | gen_trt_engine | trtexec) ;; *) rule parent ;; esac ;;
    pruned) one_of "$parent" 'pruned_model.tlt' 'pruned_model.pth' 'pruned_model.hdf5' ;;
    classmap) classmap ;;
    first-image) first_image ;;
    framework) [ "$parent_action" = export ] && echo tensorrt || echo tlt ;;
    true-after-retrain) [ "$parent_action" != retrain ] || echo true ;;
    afw) [ "$(spec_value num_keypoints)" = 10 ] && echo afw_10 || echo afw ;;
    layout) [ "$(spec_value model.graph_layout)" = nvidia ] && echo nvidia || echo kinetics ;;
    part) [ -n "$(inside "$train" test)" ] && echo test || echo train ;;
    bpnet-records) [ "$(spec_value mode)" = test ] && echo "$results/val" || echo "$results/train" ;;
    coco-spec) rooted_coco_spec ;;
    fpenet-json) rooted_images ;;
  esac
}

there() { [ ! -e "$1" ] || printf '%s\n' "$1"; }

# The first file below a directory that is called like one of these patterns, in their order.
one_of() {
  place=$1
  shift
  [ -n "$place" ] || return 0
  for pattern in "$@"; do
    hit=$(find "$place" -type f -name "$pattern" 2>/dev/null | sort | head -n 1)
    [ -z "$hit" ] || { printf '%s\n' "$hit"; return 0; }
  done
}

# What a job has made, by the action that it was.
model() {
  case $2 in
    train | retrain)
      place=$1
      [ -z "$(ls "$place/weights" 2>/dev/null)" ] || place=$place/weights
      [ ! -d "$place/train" ] || place=$place/train
      latest "$place"
      ;;
    prune) one_of "$1" '*.tlt' '*.hdf5' '*.pth' ;;
    export) one_of "$1" '*.onnx' '*.uff' ;;
    gen_trt_engine | trtexec) hit=$(there "$1/model.engine") && printf '%s\n' "${hit:-$(there "$1/$2/model.engine")}" ;;
    # Not of this pack: what there is of these.
    '') one_of "$1" '*.engine' '*.onnx' '*.tlt' '*.hdf5' '*.pth' ;;
  esac
}

# The model of the latest epoch: the one whose name ends with the largest number; of equal ones the youngest.
latest() {
  best='' top=-1
  for file in "$1"/*.tlt "$1"/*.hdf5 "$1"/*.pth; do
    [ -f "$file" ] || continue
    stem=${file%.*}
    number=$(printf '%s\n' "${stem##*[!0-9]}" | sed 's/^0*//; s/^\(.\{15\}\).*/\1/')
    number=${number:-0}
    if [ "$number" -gt "$top" ] || { [ "$number" -eq "$top" ] && [ -n "$(find "$file" -newer "$best")" ]; }; then
      best=$file top=$number
    fi
  done
  [ -z "$best" ] || printf '%s\n' "$best"
}

# Of the TensorFlow 2 architectures a directory.
pretrained() {
  [ -n "$ptm" ] || return 0
  case $architecture in
    classification_tf2 | efficientdet_tf2)
      hit=$(one_of "$ptm" saved_model.pb)
      [ -n "$hit" ] && dirname "$hit" || printf '%s\n' "$ptm"
      ;;
    *) one_of "$ptm" '*.tlt' '*.hdf5' '*.pth' '*.pth.tar' ;;
  esac
}

records() {
  hit=$(one_of "${1%%,/*}" '*.tfrecord')
  [ -z "$hit" ] || printf '%s\n' "$(dirname "$hit")/*.tfrecord"
}

first_image() {
  place=$(value 'inference:images|inference:images_test')
  [ -z "$place" ] || find "$place" -type f | sort | head -n 1
}

# Jobs that follow find it in the results of this one.
classmap() {
  hit=$(inside "$inference" classmap.json)
  [ -n "$hit" ] || hit=$(one_of "$parent" '*classmap.json' '*class_mapping.json')
  [ -n "$hit" ] || return 0
  [ -e "$results/classmap.json" ] || cp "$hit" "$results/classmap.json"
  printf '%s\n' "$hit"
}

# Copies of files that say where their data are.
rooted_coco_spec() {
  file=$(inside "$train" coco_spec.json)
  [ -n "$file" ] || return 0
  rooted=$(printf '%s' "${train%%,/*}/" | quoted | sed 's/[\\&|]/\\&/g')
  sed 's|"root_directory_path" *: *"[^"]*"|"root_directory_path": "'"$rooted"'"|' "$file" >"$given/coco_spec.json"
  printf '%s\n' "$given/coco_spec.json"
}

rooted_images() {
  file=$(inside "$train" data.json)
  [ -n "$file" ] || return 0
  rooted=$(printf '%s' "${train%%,/*}/data/afw/" | quoted | sed 's/[\\&|]/\\&/g')
  sed 's|"filename" *: *"\([^"]*/\)\{0,1\}\([^"/]*\)"|"filename": "'"$rooted"'\2"|g' "$file" >"$given/data.json"
  printf '%s\n' "$given/data.json"
}
