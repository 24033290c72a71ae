"""Who may include whom. Arrows point one way, a library lives in one room, the kernel is pure."""

import re

import cxx
import tree

# Room: (rooms it may include, prefixes of library and system headers it may include). Each room may
# include itself. An arrow here is an arrow in CMakeLists.txt, and those below it.
ROOMS = {
    "base": ([], ["boost/system/", "boost/json", "boost/describe", "fmt/", "openssl/"]),
    "documents": (["base"], ["pango/", "cairo", "glib.h", "qrencode.h", "xlsxwriter.h", "pugixml.hpp", "archive.h",
                             "archive_entry.h", "sys/", "unistd.h"]),
    "kernel": (["base"], []),
    "policy": (["kernel", "base"], ["yaml-cpp/"]),
    "exchange": (["kernel", "base"], ["boost/json", "boost/mp11"]),
    "demo": (["policy", "exchange", "kernel", "base"], []),
    "ledger": (["policy", "exchange", "kernel", "base"], []),
    "system": (["base"], ["sodium", "magic.h", "spdlog/", "curl/", "toml++/", "arpa/", "fcntl.h", "netinet/",
                          "sys/", "unistd.h", "malloc.h", "pwd.h", "termios.h", "archive.h", "archive_entry.h", "zlib.h"]),
    "store": (["ledger", "policy", "exchange", "kernel", "base"], ["soci/", "sqlite3.h", "libpq-fe.h", "sys/stat.h", "sys/statvfs.h",
               "unistd.h"]),
    "service": (["ledger", "store", "system", "policy", "exchange", "kernel", "base"], []),
    "papers": (["service", "documents", "ledger", "store", "system", "policy", "exchange", "kernel", "base"], []),
    "inspection": (["papers", "service", "documents", "ledger", "store", "system", "policy", "exchange", "kernel",
                    "base"], []),
    "testing": (["service", "ledger", "store", "system", "policy", "exchange", "kernel", "base"], []),
    "rehearsal": (["service", "ledger", "store", "system", "policy", "exchange", "kernel", "base"],
                  []),
    "http": (["inspection", "papers", "documents", "service", "ledger", "store", "system", "policy", "exchange",
              "kernel", "base"],
             ["boost/asio", "boost/beast", "boost/url", "boost/system/", "zlib.h"]),
    "cli": (["http", "inspection", "papers", "documents", "rehearsal", "service", "ledger", "store", "system", "demo",
             "policy", "exchange", "kernel", "base"], ["CLI/", "unistd.h"]),
    "app": (["cli", "http", "inspection", "papers", "documents", "rehearsal", "service", "ledger", "store", "system",
             "demo", "policy", "exchange", "kernel", "base"], ["toml++/", "malloc.h"]),
}

# What pure code needs of the standard library. No I/O, clock, locale, threads, chance or floats.
KERNEL_STD = set("""
    algorithm array bit bitset charconv compare concepts cstddef cstdint deque functional
    initializer_list iterator limits list map memory numeric optional queue ranges set span stack
    string string_view tuple type_traits unordered_map unordered_set utility variant vector
""".split())

TEST_LIBRARIES = ["gtest/", "gmock/"]
# What the tests of a room read its work with, or kill it by.
ROOM_TEST_LIBRARIES = {"inspection": ["archive.h", "archive_entry.h"], "service": ["sys/", "unistd.h"],
                       "store": ["sys/", "unistd.h"], "http": ["sys/", "unistd.h"]}
# Rooms that the tests of a room may include beside: TEST_LIBRARIES in CMakeLists.txt.
TEST_ROOMS = {"ledger": ["demo"], "service": ["testing"], "papers": ["testing"], "inspection": ["testing"],
              "http": ["testing"], "cli": ["testing"]}


def find(path, text):
    room = tree.room_of(path)
    if room is None:
        return
    if room not in ROOMS:
        yield tree.finding(path, 1, f"the room {room} is not in the table",
                           "give it a row in tests/tidy/test_layers.py")
        return
    rooms, libraries = ROOMS[room]
    test = tree.is_test(path)
    for line, header, quoted in cxx.includes(text):
        if quoted:
            target = header.split("/")[0] if "/" in header else None
            if target not in ROOMS:
                yield tree.finding(path, line, f'"{header}" is not written from src/',
                                   'write "room/file.h"')
            elif target != room and target not in rooms + (
                    TEST_ROOMS.get(room, []) if test else []):
                yield tree.finding(
                    path, line, f"{room} may not include {target} ({header})",
                    f"{room} knows only {', '.join(rooms) or 'itself'}; move the code, or hand in "
                    "what it needs from above")
        elif "/" in header or "." in header:
            allowed = libraries + (TEST_LIBRARIES + ROOM_TEST_LIBRARIES.get(room, []) if test else [])
            if not header.startswith(tuple(allowed)):
                yield tree.finding(
                    path, line, f"{room} may not include <{header}>",
                    "a library lives in one room (tests/tidy/test_layers.py); C headers are "
                    "written <cstdint>")
        elif room == "kernel" and not test and header not in KERNEL_STD:
            yield tree.finding(path, line, f"the kernel may not include <{header}>",
                               "it is pure: no I/O, clock, locale, threads, chance, floats")


def find_floats(path, text):
    """No floating point in the kernel."""
    if tree.room_of(path) != "kernel" or tree.is_test(path):
        return
    code = cxx.without_preprocessor(cxx.code_only(text))
    for match in re.finditer(r"\b(float|double)\b|(?<![\w.])\d[\d']*\.\d|\b\d+[eE][-+]?\d", code):
        yield tree.finding(path, cxx.line_at(code, match.start()),
                           f"floating point in the kernel ({match.group(0)})",
                           "points are whole thousandths (base/points.h)")


def find_build(cmake):
    """CMakeLists.txt links what the table allows, no less and no more."""
    declared = {}
    for match in re.finditer(r"^shouze_room\((\w+)([^)]*)\)", cmake, re.MULTILINE):
        words = re.search(r"\bDEPENDS\s+([a-z_ \n]+)", match.group(2))
        declared[match.group(1)] = (words.group(1).split() if words else [],
                                    cxx.line_at(cmake, match.start()))

    def below(room):
        rooms = set(declared.get(room, ([], 0))[0])
        return rooms.union(*(below(other) for other in rooms)) if rooms else rooms

    for room, (_, line) in declared.items():
        if room not in ROOMS or below(room) != set(ROOMS[room][0]):
            yield tree.finding("CMakeLists.txt", line, f"{room} links {sorted(below(room))}",
                               "make it agree with ROOMS in tests/tidy/test_layers.py")


def test_includes_follow_the_table():
    tree.expect_none(f for path, text in tree.cxx_files() for f in find(path, text))


def test_kernel_has_no_floating_point():
    tree.expect_none(f for path, text in tree.cxx_files() for f in find_floats(path, text))


def test_build_links_what_the_table_says():
    tree.expect_none(find_build((tree.ROOT / "CMakeLists.txt").read_text(encoding="utf-8")))


def test_table_has_no_circles():
    for room, (rooms, _) in ROOMS.items():
        for other in rooms:
            assert room not in ROOMS[other][0], f"{room} and {other} know each other"
