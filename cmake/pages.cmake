# shouze_pages(<target>): builds web/ with Node.js and puts it into <target> as one tar, which
#   std::span<const EmbeddedFile> shouze::EmbeddedPages();
# returns. -DSHOUZE_WEB=OFF builds without pages (only the API is then served): quick, no Node.js.

option(SHOUZE_WEB "Build the pages of web/ and embed them" ON)

function(shouze_pages target)
  if(NOT SHOUZE_WEB)
    shouze_embed(${target} EmbeddedPages)
    return()
  endif()
  find_program(NPM npm)
  if(NOT NPM OR NOT EXISTS "${CMAKE_SOURCE_DIR}/web/node_modules/.package-lock.json")
    message(FATAL_ERROR "Node.js or the packages of web/ are missing: run scripts/build, which "
      "installs them, or configure with -DSHOUZE_WEB=OFF")
  endif()
  set(web "${CMAKE_SOURCE_DIR}/web")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${web}/src/*" "${web}/public/*")
  list(FILTER sources EXCLUDE REGEX "schema\\.d\\.ts$|\\.test\\.ts$")
  list(APPEND sources "${web}/index.html" "${web}/package-lock.json" "${web}/vite.config.ts"
    "${CMAKE_SOURCE_DIR}/docs/reference/openapi.json")
  set(out "${CMAKE_BINARY_DIR}/web")
  add_custom_command(
    OUTPUT "${out}/pages.tar"
    DEPENDS ${sources}
    WORKING_DIRECTORY "${web}"
    # Packages that have been added since the others were installed.
    COMMAND sh -c "'${NPM}' ls --depth=0 >/dev/null 2>&1 || '${NPM}' ci --no-progress --loglevel=error"
    COMMAND "${CMAKE_COMMAND}" -E env "SHOUZE_WEB_OUT=${out}/pages" "${NPM}" run --silent build
    COMMAND "${CMAKE_COMMAND}" -E chdir "${out}/pages" "${CMAKE_COMMAND}" -E tar cf
      "${out}/pages.tar" --format=gnutar .
    COMMENT "Building the pages"
    VERBATIM)
  shouze_embed(${target} EmbeddedPages GENERATED "${out}/pages.tar")
endfunction()
