# shouze_room(<name> [DEPENDS <rooms...>] [LIBRARIES <targets...>] [TEST_LIBRARIES <targets...>])
#
# src/<name>/*.cc, one level of folders below included (src/http/resources/), become the static
# library shouze_<name>, the *_test.cc among them the executable
# build/tests/<name>_test, whose tests ctest lists one by one as <name>/Suite.Test. main.cc is left
# to its executable. New files are found by themselves. A room without sources is skipped, and so
# is a dependency on it. Includes are written from src/: #include "kernel/points.h".

set(SHOUZE_ROOMS "" CACHE INTERNAL "rooms that exist, cellar first")

function(shouze_room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "DEPENDS;LIBRARIES;TEST_LIBRARIES")
  set(folder "${CMAKE_SOURCE_DIR}/src/${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc" "${folder}/*/*.cc")
  file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.h" "${folder}/*/*.h")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
  if(NOT sources AND NOT headers)
    return()
  endif()

  set(rooms "")
  foreach(room IN LISTS ROOM_DEPENDS)
    if(TARGET shouze_${room})
      list(APPEND rooms shouze_${room})
    endif()
  endforeach()

  if(sources)
    add_library(shouze_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(shouze_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(shouze_${name} ${scope} "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(shouze_${name} ${scope} ${rooms} ${ROOM_LIBRARIES})
  set(SHOUZE_ROOMS ${SHOUZE_ROOMS} shouze_${name} CACHE INTERNAL "")

  if(tests AND GTest_FOUND AND NOT SHOUZE_FUZZ)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE
      shouze_${name} ${ROOM_TEST_LIBRARIES} GTest::gmock GTest::gtest_main)
    shouze_place_test(${name}_test)
    include(GoogleTest)
    # Tests run in the checkout's root, so policies/ and calendars/ are found by their paths.
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}/" DISCOVERY_MODE PRE_TEST
      WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  endif()
endfunction()

# Puts a test's executable into build/tests/. It runs once for each time that it is compiled, so its own
# sources take half the time of the product's to compile.
function(shouze_place_test target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endfunction()
