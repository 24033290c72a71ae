# stories DATABASE [WHAT...]: people's stories (tests/e2e) on the binary in $SHOUZE_BUILD, on sqlite or
# on postgres (start_test_postgres); WHAT: what Playwright takes, as files' names.

# What the database has a part in: the others show how pages behave.
STORIES_OF_THE_DATABASE=(approvals colleagues december evidence first-day records review story tasks twice year)

stories() {
  local database=$1
  shift
  (cd tests/e2e && SHOUZE_TEST_DATABASE=$database SHOUZE_TEST_RESULTS=$ROOT/build/e2e/$database \
    node_modules/.bin/playwright test "$@")
}
