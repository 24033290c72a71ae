# How everything of ours is compiled and linked. Libraries are system includes: warnings are ours alone.

include(CheckCXXCompilerFlag)

option(SHOUZE_WERROR "Warnings are errors" ON)
option(SHOUZE_FUZZ "Build the fuzzers only (clang)" OFF)
set(SHOUZE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# No NDEBUG anywhere: assertions are kept in what schools run.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -D_FORTIFY_SOURCE=3")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")
set(CMAKE_ASM_FLAGS_RELWITHDEBINFO "")
set(CMAKE_ASM_FLAGS_DEBUG "")

add_compile_options(
  "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion>"
  "$<$<COMPILE_LANGUAGE:CXX>:-D_GLIBCXX_ASSERTIONS;-fstack-protector-strong;-fstack-clash-protection>"
  # The same sources give the same bytes wherever the checkout lies.
  "$<$<COMPILE_LANGUAGE:CXX>:-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.>")
if(SHOUZE_WERROR)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Werror>")
endif()
# Returns and jumps go only where the program means them to, on processors that can see to that.
check_cxx_compiler_flag(-fcf-protection=full SHOUZE_HAS_CF_PROTECTION)
check_cxx_compiler_flag(-mbranch-protection=standard SHOUZE_HAS_BRANCH_PROTECTION)
if(SHOUZE_HAS_CF_PROTECTION)
  add_compile_options(-fcf-protection=full)
elseif(SHOUZE_HAS_BRANCH_PROTECTION)
  add_compile_options(-mbranch-protection=standard)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 warns of overlapping copies inside std::string (GCC bug 105651) and of uninitialised values
  # inside std::optional (80635) where there are none. Clang's own such warnings are on (preset fuzz).
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict;-Wno-maybe-uninitialized>")
endif()

if(SHOUZE_SANITIZE)
  # -O1 compiles fast enough and keeps stacks readable.
  add_compile_options(
    "$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${SHOUZE_SANITIZE};-fno-sanitize-recover=all>"
    "$<$<COMPILE_LANGUAGE:CXX>:-fno-omit-frame-pointer;-O1;-U_FORTIFY_SOURCE>")
  add_link_options(-fsanitize=${SHOUZE_SANITIZE})
endif()
if(SHOUZE_FUZZ)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>")
endif()

find_program(SHOUZE_MOLD mold)
if(SHOUZE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)

find_program(SHOUZE_CCACHE ccache)
if(SHOUZE_CCACHE)
  # Paths are hashed relative to the checkout, so that two clones share what they compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
    "${SHOUZE_CCACHE}")
endif()
