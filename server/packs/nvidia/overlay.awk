# First file: the own spec. Second: the parent's. Prints the parent's, but for the section of the action, the data and
# what stands at the top, which are the own where there is one. Both are YAML as the dock writes it.
function wanted(name) {
  return name == action || name == "dataset" || name == "results_dir" || name == "encryption_key"
}
/^#/ { next }
/^[^ ]/ {
  name = $0
  sub(/:.*/, "", name)
}
FILENAME == ARGV[1] {
  if (wanted(name)) {
    own[name] = 1
    text = text $0 "\n"
  }
  next
}
!(name in own) { print }
END { printf "%s", text }
