# First file: a token and its value, line by line. Second: a text in which @token@ stands for it; a line with one that
# has no value is left out, and what is no token stays.
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
    if (value[token] == "") next
    line = line substr(rest, 1, RSTART - 1) value[token]
    rest = substr(rest, RSTART + RLENGTH)
  }
  print line rest
}
