# Runs one command of the dock, as the leader of a session of its own, and outlives the dock.
# Called with: the directory of the run, the bytes its log still takes, the bytes of a part of what comes after them,
# the number of the last part, and the command.
directory=$1
first=$2
part=$3
number=$4
shift 4
PATH=${PATH:+$PATH:}/usr/bin:/bin
export PATH

# The command gets these signals with the whole group, and is to have its say; caught ones are not handed down.
trap : HUP INT TERM

# The command begins only once the dock has noted who runs it: a dock that dies before leaves nothing behind.
echo ready
read -r go && [ "$go" = go ] || exit 125
exec </dev/null >/dev/null 2>&1

# What is said is to be read at once by those who follow it; left alone, head keeps some kilobytes back.
at_once=
stdbuf -o0 head -c 0 </dev/null >/dev/null 2>&1 && at_once='stdbuf -o0'

# The first bytes stay, and of the rest the last two parts.
keep() {
    [ "$first" -le 0 ] || $at_once head -c "$first" >>"$directory/log"
    while :; do
        number=$((number + 1))
        $at_once head -c "$part" >"$directory/log.$number"
        if [ ! -s "$directory/log.$number" ]; then
            rm -f "$directory/log.$number"
            break
        fi
        rm -f "$directory/log.$((number - 2))"
    done
    # A full disk ends the log, not the command.
    cat >/dev/null
}

{
    trap : HUP INT TERM
    # In a shell of its own, so that no builtin and no function is meant.
    (exec "$@")
    code=$?
    trap '' HUP INT TERM
    printf '%s\n' "$code" >"$directory/exit.new" && mv -f "$directory/exit.new" "$directory/exit"
} 2>&1 | (
    # What the command says last is kept too.
    trap '' HUP INT TERM
    keep
)
