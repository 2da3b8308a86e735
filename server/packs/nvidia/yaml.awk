# Works on YAML as the dock writes it: two spaces a level, one name a line. show=a.b prints the simple value there.
# drop="a.b c" leaves out what is there, rename=a.b=c gives it another name; that counts first.
BEGIN {
  split(drop, list, " ")
  for (i in list) dropped[list[i]] = 1
  split(rename, new, "=")
  below = -1
}
{
  match($0, /^ */)
  indent = RLENGTH
  if (below >= 0 && indent > below) next
  below = -1
  if (match($0, /^ *[A-Za-z_][A-Za-z0-9_]*:/)) {
    name = substr($0, indent + 1, RLENGTH - indent - 1)
    after = substr($0, RLENGTH + 1)
    path[indent] = name
    full = name
    for (i = indent - 2; i >= 0; i -= 2) full = path[i] "." full
    if (show != "") {
      if (full == show) { sub(/^ /, "", after); print after; exit }
      next
    }
    if (rename != "" && full == new[1]) {
      print substr($0, 1, indent) new[2] ":" after
      next
    }
    if (full in dropped) { below = indent; next }
  }
  if (show == "") print
}
