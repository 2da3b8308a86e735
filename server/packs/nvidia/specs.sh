# Makes the spec that a container reads. Part of through-docker.
# shellcheck shell=sh disable=SC2154,SC2034

# The results keep the spec that their model was made with, without the key, for jobs that go on from it. Its first line
# says which action that was.
spec_name=experiment_spec.${spec##*.}
kept=$results/$spec_name
parent_action=
[ -z "$parent" ] || [ ! -e "$parent/$spec_name" ] ||
  parent_action=$(sed -n '1s/^# [a-z0-9_]* \([a-z_]*\)$/\1/p' "$parent/$spec_name")

row() { awk -F '\t' -v name="$architecture" -v column="$1" '$1 == name { print $column }' "$here/architectures.tsv"; }

# A simple value by its dotted path.
spec_value() { awk -v show="$1" -f "$here/yaml.awk" "$work/composed" | sed 's/^"\(.*\)"$/\1/'; }

prepare() {
  rm -rf "$given"
  mkdir "$given"
  forget_refusals
  case $train in
    *,/*) [ "$(row 3)" = many ] || refuse "$architecture is trained with one dataset, and the model names several; name one" ;;
  esac
  compose
  fill "$work/composed" "$given/$spec_name"
  dynamic "$given/$spec_name"
  { printf '# %s %s\n' "$architecture" "$action" && cat "$work/composed"; } >"$kept"
  if [ -n "$parent" ] && [ -e "$parent/$spec_name" ]; then
    # What has no spec of its own was made with that of what it was made of.
    if cli_only; then { head -n 1 "$kept" && tail -n +2 "$parent/$spec_name"; } >"$kept.new" && mv -f "$kept.new" "$kept"; fi
    training=$parent/training_$spec_name
    [ -e "$training" ] || training=$parent/$spec_name
    cp "$training" "$results/training_$spec_name"
  fi
  rm -f "$work/composed"
}

# Its own spec, or the parent's with what its own says of the action, of the data and at the top.
compose() {
  case ,$(row 4), in
    *,"$action",*)
      if [ -n "$parent" ] && [ -e "$parent/$spec_name" ]; then
        awk -v action="$action" -f "$here/overlay.awk" "$spec" "$parent/$spec_name" >"$work/composed"
        return
      fi
      ;;
  esac
  cp "$spec" "$work/composed"
}

# Fills in what was to be searched for; a line that stays without is left out.
fill() {
  grep -o '@[a-z][a-z0-9:|/_.-]*@' "$1" | sort -u | while IFS= read -r token; do
    token=${token#@}
    token=${token%@}
    ! is_rule "$token" || { printf '%s\n' "$token"; value "$token" | head -n 1 | quoted; }
  done >"$2.tokens"
  awk -f "$here/fill.awk" "$2.tokens" "$1" >"$2"
  rm -f "$2.tokens"
}

filled_parent_spec() {
  from=$parent/$1
  [ "$1" = "$spec_name" ] || [ -e "$from" ] || from=$parent/$spec_name
  [ -n "$parent" ] && [ -e "$from" ] || return 0
  fill "$from" "$given/parent_$1"
  printf '%s\n' "$given/parent_$1"
}

# Architectures whose networks want other fields for other kinds of data.
dynamic() {
  drop='' rename=''
  case $architecture in
    action_recognition)
      rename=dataset.label_map_$(spec_value model.input_type)=label_map
      case $(spec_value model.model_type) in
        rgb) other=of ;;
        of) other=rgb ;;
        *) other= ;;
      esac
      if [ -n "$other" ]; then
        drop="model.${other}_seq_length model.${other}_pretrained_model_path"
        drop="$drop dataset.augmentation_config.${other}_input_mean dataset.augmentation_config.${other}_input_std"
        [ "$action" != train ] || drop="$drop model.${other}_pretrained_num_classes"
      fi
      drop="$drop dataset.label_map_2d dataset.label_map_3d"
      ;;
    pose_classification)
      case $(spec_value model.graph_layout) in
        nvidia) rename=dataset.label_map_nvidia=label_map drop='dataset.random_choose dataset.random_move dataset.window_size' ;;
        *) rename=dataset.label_map_kinetics=label_map drop=model.pretrained_model_path ;;
      esac
      [ "$action" = train ] || drop=
      drop="$drop dataset.label_map_kinetics dataset.label_map_nvidia"
      ;;
    fpenet)
      # Ten points do not say which is left and which is right.
      [ "$action" = export ] || [ "$(spec_value num_keypoints)" != 10 ] ||
        sed -i 's/^\( *hflip_probability:\).*/\1 0.0/' "$1"
      ;;
  esac
  [ -n "$drop" ] || return 0
  awk -v drop="$drop" -v rename="$rename" -f "$here/yaml.awk" "$1" >"$work/edited"
  mv -f "$work/edited" "$1"
}
