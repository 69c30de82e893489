# A twin of its own for a script of this directory; sourced, never run. Wants `here`, `root` and `program`; gives `scratch`, `twin`, `port`.
# With two tenants, pages of every origin and of one, and secrets that are no secrets.

skip() {
    printf '\n=== SKIPPED: nothing was compared with the software of others: %s ===\n\n' "$*" >&2
    exit 77
}

begin() {
    twin=''
    scratch=$(mktemp -d) || exit 1
    trap finish EXIT
    trap 'exit 130' INT TERM
}

finish() {
    [ -z "$twin" ] || { kill -TERM "$twin"; for _ in $(seq 50); do kill -0 "$twin" || break; sleep 0.1; done; kill -KILL "$twin"; } 2>/dev/null
    rm -rf "$scratch"
}

start_twin() {
    export PARLEY_AGREE_APP_SECRET=parley-agree-app-secret PARLEY_AGREE_VERIFY=parley-agree-verify PARLEY_AGREE_SEND=parley-agree-token
    cat >"$scratch/twin.yaml" <<END
environment: twin
listen:
  address: 127.0.0.1
  port: 0
store: $scratch/store
answers_at_once: true
meta:
  app_secrets: env:PARLEY_AGREE_APP_SECRET
  verify_tokens: env:PARLEY_AGREE_VERIFY
tenants:
  - pack: $root/engine/packs/dynamo-dave
    widget:
      - key: pk_open
        origins: ["*"]
      - key: pk_dave
        origins: ["https://dave.test", "https://*.dave.test"]
    whatsapp:
      - id: "1001"
        base_url: http://127.0.0.1:9
        token: env:PARLEY_AGREE_SEND
  - pack: $root/engine/packs/nocturn-hotel
    widget:
      - key: pk_hotel
        origins: ["https://hotel.test"]
END
    "$program" twin --config "$scratch/twin.yaml" >"$scratch/out" 2>"$scratch/err" </dev/null &
    twin=$!
    for _ in $(seq 300); do
        grep -q '"kind":"ready"' "$scratch/out" && break
        kill -0 "$twin" 2>/dev/null || break
        sleep 0.1
    done
    port=$(sed -n 's/.*"kind":"ready".*"port":\([0-9]*\).*/\1/p' "$scratch/out")
    [ -n "$port" ] || { tail -n 20 "$scratch/err" >&2; echo "not ok - the twin starts"; exit 1; }
}
