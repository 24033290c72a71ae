# A simulated year on one database, and its judgement. Needs lib/postgres.sh with a cluster started.

# simulate_year PROGRAM sqlite|postgresql SEED [OPTIONS...]: 1 where something is not as it must be,
# with the command that repeats it. What was written is kept then.
simulate_year() {
  local program=$1 database=$2 seed=$3 folder place name
  shift 3
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
    rm -rf "$folder"
    return 0
  fi
  printf '%s\n' "模拟未通过 / The simulation failed: $database, seed $seed; 现场 / kept: $folder" \
    "重来 / again: scripts/simulate $seed $*" >&2
  return 1
}

# simulate_both PROGRAM SEED [OPTIONS...]: a year on either database, both at the same time.
simulate_both() {
  local program=$1 seed=$2 failed=0 pid log
  shift 2
  log=$(mktemp)
  simulate_year "$program" postgresql "$seed" "$@" >"$log" 2>&1 &
  pid=$!
  echo "SQLite"
  simulate_year "$program" sqlite "$seed" "$@" || failed=1
  wait "$pid" || failed=1
  printf '\n%s\n' "PostgreSQL"
  cat "$log"
  rm -f "$log"
  return "$failed"
}
