# A simulated year on each database, and its judgement. Needs lib/postgres.sh with a cluster started.

# simulate_year PROGRAM sqlite|postgresql SEED LEDGER [OPTIONS...]: 1 where something is not as it
# must be, with the command that repeats it. What was written is kept then; the entries, a line
# each, go to the file LEDGER.
simulate_year() {
  local program=$1 database=$2 seed=$3 ledger=$4 folder place name
  shift 4
  # In memory where there is such a place: processes are killed here, machines are not.
  place=/dev/shm
  [[ -d $place && -w $place ]] || place=${TMPDIR:-/tmp}
  folder=$(mktemp -d "$place/shouze-simulate.XXXXXX")
  local address=sqlite
  if [[ $database == postgresql ]]; then
    name=simulate_$(basename "$folder" | tr -dc '[:alnum:]' | tr '[:upper:]' '[:lower:]')
    psql --no-psqlrc --quiet "$SHOUZE_TEST_POSTGRES" --command="CREATE DATABASE $name" || return 1
    address=${SHOUZE_TEST_POSTGRES/@\/postgres\?/@/$name?}
  fi
  if "$program" --seed "$seed" --database "$address" --folder "$folder" "$@" &&
    "$PYTHON" tests/simulation/judge.py "$folder"; then
    mv "$folder/ledger" "$ledger"
    rm -rf "$folder"
    return 0
  fi
  printf '%s\n' "模拟未通过 / The simulation failed: $database, seed $seed; 现场 / kept: $folder" \
    "重来 / again: scripts/simulate $seed $*" >&2
  return 1
}

# simulate_both PROGRAM SEED [OPTIONS...]: a year on either database, both at the same time; 1 where
# one is not as it must be, or where they are not the same year.
simulate_both() {
  local program=$1 seed=$2 failed=0 pid ledgers
  shift 2
  ledgers=$(mktemp -d)
  simulate_year "$program" postgresql "$seed" "$ledgers/postgresql" "$@" >"$ledgers/log" 2>&1 &
  pid=$!
  echo "SQLite"
  simulate_year "$program" sqlite "$seed" "$ledgers/sqlite" "$@" || failed=1
  wait "$pid" || failed=1
  printf '\n%s\n' "PostgreSQL"
  cat "$ledgers/log"
  if ((failed == 0)) && ! cmp --silent "$ledgers/sqlite" "$ledgers/postgresql"; then
    printf '%s\n' "两个数据库上的账本不同 / The ledgers on the two databases differ: seed $seed" \
      "先不同的几条 / the first entries that differ (< SQLite, > PostgreSQL):" \
      "重来 / again: scripts/simulate $seed $*" >&2
    diff "$ledgers/sqlite" "$ledgers/postgresql" | head -n 8 | cut -c 1-400 >&2 || true
    failed=1
  elif ((failed == 0)); then
    echo "the same year on both databases, $(tail -n 1 "$ledgers/sqlite")"
  fi
  rm -rf "$ledgers"
  return "$failed"
}
