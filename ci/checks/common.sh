# Shared by the checks; sourced, never run. A check prints what is wrong and ends with 1; --self-test plants the fault it
# looks for, and proves that it goes red on it and stays green without it.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 1
export LC_ALL=C.UTF-8
core="base text config conversation tenant audit brain facts guardrail policy port turn"

# The tracked files below DIR that match the patterns; every file when DIR is no working tree (a planted one).
files_of() {
    local dir=$1
    shift
    if [ -e "$dir/.git" ]; then
        git -c safe.directory="$dir" -C "$dir" ls-files -- "$@" | while IFS= read -r f; do [ ! -f "$dir/$f" ] || echo "$f"; done
    else
        (cd "$dir" && find . -type f | sed 's#^\./##' | sort) | while IFS= read -r f; do
            local p
            for p in "$@"; do
                # shellcheck disable=SC2254 # patterns on purpose
                case $f in $p) echo "$f"; break ;; esac
            done
        done
    fi
}

# expect red|green DIR: runs `examine DIR` and compares.
expect() {
    local colour=$1 dir=$2 out status=green
    out=$(examine "$dir" 2>&1) || status=red
    if [ "$status" != "$colour" ]; then
        echo "self-test: expected $colour, got $status: $3"
        printf '%s\n' "$out"
        exit 1
    fi
}

planted() { scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT; }
plant() { mkdir -p "$(dirname "$scratch/$1")" && printf '%s\n' "$2" >"$scratch/$1"; }
