# Runs the parts of a check one after the other, whatever the earlier ones gave, and sums up.

PART_LINES=() PARTS_FAILED=0
PART_LOGS=$(mktemp -d)
trap 'rm -rf "$PART_LOGS"' EXIT

# part NAME CLOSING COMMAND...: CLOSING is a regular expression for the runner's closing line; the
# last line that matches is repeated in the summary (the last line at all where none does).
part() {
  local name=$1 closing=$2 log mark="✓" last status=0
  shift 2
  log=$PART_LOGS/log
  say "$name"
  "$@" 2>&1 | tee "$log" || status=$?
  if ((status != 0)); then
    mark="✗"
    PARTS_FAILED=$((PARTS_FAILED + 1))
  fi
  last=$(grep -E "${closing:-.}" "$log" | tail -n 1 || true)
  PART_LINES+=("$mark $name" "${last:-$(grep . "$log" | tail -n 1 || true)}")
}

# Prints every part's closing line; ends with exit code 1 where one failed.
summary() {
  say "汇总 / Summary"
  printf '%s\n' "${PART_LINES[@]}"
  if ((PARTS_FAILED)); then
    printf '\n%s 部分未通过 / parts failed: %s\n' "$PARTS_FAILED" "$PARTS_FAILED"
    exit 1
  fi
}
