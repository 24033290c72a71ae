# A PostgreSQL for tests: a new cluster in a folder of its own under /tmp, reached by its socket only.
# It does not start as root, so root runs it as the user postgres.

POSTGRES_BIN=/usr/lib/postgresql/15/bin
POSTGRES_FOLDER=

# Runs a command as whoever owns the cluster, in a folder that everybody may enter.
as_postgres() {
  if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else (cd / && "$@"); fi
}

# Exports SHOUZE_TEST_POSTGRES; 1, with the reason on stderr, where it does not start.
start_test_postgres() {
  local log
  # Not $TMPDIR: a socket's path may have 107 bytes.
  POSTGRES_FOLDER=$(mktemp -d /tmp/shouze-pg.XXXXXX) || return 1
  log=$POSTGRES_FOLDER/log
  if ((EUID == 0)) && ! chown postgres "$POSTGRES_FOLDER"; then
    stop_test_postgres
    return 1
  fi
  # Texts sort by Chinese rules, as in a school's own server: an order of bytes is never assumed.
  # Nothing in it outlives the tests, so nothing waits for the disk.
  if ! as_postgres bash -c '
    folder=$1 bin=$2
    { "$bin/initdb" --pgdata="$folder/cluster" --username=postgres --auth=trust --encoding=UTF8 \
      --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh-CN --no-sync &&
      "$bin/pg_ctl" --pgdata="$folder/cluster" --log="$folder/log" --wait --timeout=60 \
        --options="-c listen_addresses= -c unix_socket_directories=$folder -c port=5432 \
          -c fsync=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=200" \
        start; } >>"$folder/log" 2>&1 </dev/null
  ' - "$POSTGRES_FOLDER" "$POSTGRES_BIN"; then
    cat "$log" >&2
    stop_test_postgres
    return 1
  fi
  export SHOUZE_TEST_POSTGRES="postgresql://postgres@/postgres?host=$POSTGRES_FOLDER&port=5432"
}

# Stops the cluster and removes it. Without one, and twice, it does nothing.
stop_test_postgres() {
  if [[ -n $POSTGRES_FOLDER ]]; then
    as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$POSTGRES_FOLDER/cluster" --mode=immediate --wait \
      stop >/dev/null 2>&1 || true
    rm -rf "$POSTGRES_FOLDER"
    POSTGRES_FOLDER=
    unset SHOUZE_TEST_POSTGRES
  fi
}
