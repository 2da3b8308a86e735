# First file: a token and its value, line by line. Second: YAML or protobuf text in which @token@ stands for it. A line with
# one that has no value is left out, and with it what is empty then. What is no token stays.
FILENAME == ARGV[1] {
  if (FNR % 2) token = $0
  else value[token] = $0
  next
}
{
  rest = $0
  line = ""
  while (match(rest, /@[a-z][a-z0-9:|\/_.-]*@/)) {
    token = substr(rest, RSTART + 1, RLENGTH - 2)
    if (!(token in value)) {
      line = line substr(rest, 1, RSTART)
      rest = substr(rest, RSTART + 1)
      continue
    }
    if (value[token] == "") {
      lost[open] = 1
      next
    }
    line = line substr(rest, 1, RSTART - 1) value[token]
    rest = substr(rest, RSTART + RLENGTH)
  }
  say(line rest)
}
END { shut(-1) }

# What opens a block waits for something in it.
function say(line) {
  match(line, /^ */)
  if (line ~ /^ *}$/ && open > 0 && indent[open] == RLENGTH) {
    if (lost[open]) {
      lost[--open] = 1
      return
    }
    flush()
    print line
    return
  }
  shut(RLENGTH)
  if (line ~ /[:{]$/) {
    waiting[++open] = line
    indent[open] = RLENGTH
    lost[open] = 0
    return
  }
  flush()
  print line
}

# Blocks of YAML end where something stands that is not within.
function shut(depth) {
  while (open > 0 && depth <= indent[open]) {
    if (!lost[open]) flush()
    else lost[--open] = 1
  }
}

function flush(i) {
  for (i = 1; i <= open; i++) print waiting[i]
  open = 0
}
