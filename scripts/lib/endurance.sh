# on_databases PROGRAM [OPTIONS...]: a program of tests/endurance on SQLite, then on PostgreSQL; on one of
# them with --sqlite or --postgres. Needs lib/postgres.sh.

on_databases() {
  local program=tests/endurance/$1 word sqlite=1 postgres=1 options=()
  shift
  for word in "$@"; do
    case $word in
      --sqlite) postgres= ;;
      --postgres) sqlite= ;;
      *) options+=("$word") ;;
    esac
  done
  [[ -z $sqlite ]] || "$PYTHON" "$program" "${options[@]}" || return 1
  [[ -n $postgres ]] || return 0
  # scripts/test has started one already.
  [[ -n ${SHOUZE_TEST_POSTGRES:-} ]] || start_test_postgres || die "测试用的 PostgreSQL 没有启动，原因见上。" \
    "The PostgreSQL for tests did not start, see above."
  "$PYTHON" "$program" "${options[@]}" --postgres
}
