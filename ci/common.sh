# Shared by the scripts of this directory; sourced, never run. Sets `root` and goes there.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export LC_ALL=C.UTF-8 TZ=UTC

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'; else bold='' red='' green='' plain=''; fi

say() { printf '%s== %s%s\n' "$bold" "$*" "$plain"; }
note() { printf '   %s\n' "$*"; }
complain() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; }

# quietly LOG COMMAND...: runs a command with its output in LOG; on failure shows the end of it.
quietly() {
    local log=$1 status=0
    shift
    "$@" >"$log" 2>&1 || status=$?
    if [ $status -ne 0 ]; then
        complain "failed ($status): $*"
        if grep -q 'error:\|^FAILED' "$log"; then grep -A 3 'error:\|^FAILED' "$log" | grep -v '^/usr/bin/' | head -n 40 | cut -c 1-240 >&2; else tail -n 40 "$log" >&2; fi
        complain "all of it: $log"
    fi
    return $status
}

cores() { nproc 2>/dev/null || echo 2; }

# build PRESET [TARGET...]: configures and builds below build/PRESET.
build() {
    local preset=$1 args=()
    shift
    mkdir -p build/logs
    quietly "build/logs/$preset-configure.log" cmake --preset "$preset" || return 1
    [ $# -gt 0 ] && args=(--target "$@")
    quietly "build/logs/$preset-build.log" cmake --build "build/$preset" -j "$(cores)" "${args[@]}" -- -k 0
}
