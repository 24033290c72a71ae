"""Each check finds what it is for, and lets pass what is right."""

import textwrap

import cxx
import pytest
import test_format
import test_layers
import test_policy_figures
import test_rooms
import test_scripts
import test_sizes
import test_words
import tree


def found(findings, *parts):
    """The only finding, which says all of `parts`."""
    findings = list(findings)
    assert len(findings) == 1, findings
    for part in parts:
        assert part in findings[0]
    return True


def none(findings):
    return list(findings) == []


# ── reading C++ ──────────────────────────────────────────────────────────────────────────────────

def test_comments_and_strings_are_told_from_code():
    text = 'int a; // {float}\nauto s = "}\\"double"; /* {\n */ auto r = R"x(" { )x"; char c = \'{\';'
    code = cxx.code_only(text)
    assert len(code) == len(text) and code.count("\n") == text.count("\n")
    assert "{" not in code and "float" not in code and "double" not in code
    assert list(cxx.string_literals(text)) == [(2, '}\\"double'), (3, '" { ')]


def test_digit_separators_are_no_character_literals():
    assert "float" in cxx.code_only("int a = 1'000'000; float b; int c = 2'000;")


def test_includes_are_no_strings():
    text = '#include "kernel/score.h"\n#include <vector>\n'
    assert list(cxx.includes(text)) == [(1, "kernel/score.h", True), (2, "vector", False)]
    assert none(cxx.string_literals(text))


def test_functions_are_found_in_every_shape():
    text = textwrap.dedent("""\
        namespace a {
        namespace {
        constexpr int kTable[] = {1, 2};
        const std::vector<int> kMore{1, 2};
        enum class E { kOne };
        template <class T = int>
        struct S : Base<T> {
          S() : a_{1}, b_(2) {
            auto f = [&](int x) { return x; };
          }
          bool operator==(const S& other) const { return true; }
          int a_ = 0, b_{0};
        };
        }  // namespace
        int F(int x = {}, const char* s = "{") {
          if (x) { return 1; }
          return 2;
        }
        auto G() -> std::vector<int> {
          return {};
        }
        void H();
        }  // namespace a
        """)
    names = [(name, lines) for name, _, lines in test_sizes.functions("src/x/x.cc", text)]
    assert names == [("S", 3), ("operator==", 1), ("F", 4), ("G", 3)]


# ── layers ───────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("path, include, says", [
    ("src/base/x.cc", '"kernel/score.h"', "base may not include kernel"),
    ("src/kernel/x.cc", '"policy/load.h"', "kernel may not include policy"),
    ("src/kernel/x.cc", '"score.h"', "not written from src/"),
    ("src/kernel/x.cc", '"../base/id.h"', "not written from src/"),
    ("src/kernel/x.cc", "<chrono>", "the kernel may not include <chrono>"),
    ("src/kernel/x.cc", "<cmath>", "the kernel may not include <cmath>"),
    ("src/kernel/x.cc", "<fmt/core.h>", "kernel may not include <fmt/core.h>"),
    ("src/kernel/x_test.cc", "<yaml-cpp/yaml.h>", "kernel may not include <yaml-cpp/yaml.h>"),
    ("src/policy/x.cc", "<boost/json.hpp>", "policy may not include"),
    ("src/base/x.cc", "<stdint.h>", "C headers"),
    ("src/attic/x.cc", "<vector>", "not in the table"),
])
def test_layers_finds(path, include, says):
    assert found(test_layers.find(path, f"#pragma once\n#include {include}\n"), says)


@pytest.mark.parametrize("path, include", [
    ("src/kernel/x.cc", '"base/id.h"'),
    ("src/kernel/x.cc", "<vector>"),
    ("src/kernel/x_test.cc", "<gtest/gtest.h>"),
    ("src/kernel/x_test.cc", "<iostream>"),
    ("src/policy/x.cc", "<yaml-cpp/yaml.h>"),
    ("src/app/main.cc", '"cli/run.h"'),
    ("tests/fuzz/x_fuzz.cc", '"policy/load.h"'),
])
def test_layers_lets_pass(path, include):
    assert none(test_layers.find(path, f"#include {include}\n"))


@pytest.mark.parametrize("code", ["float x;", "double F();", "auto x = 0.5;", "auto x = 1e3;"])
def test_floats_are_found_in_the_kernel(code):
    assert found(test_layers.find_floats("src/kernel/x.cc", f"// double\n{code}"), "x.cc:2:")
    assert none(test_layers.find_floats("src/kernel/x_test.cc", code))
    assert none(test_layers.find_floats("src/policy/x.cc", code))


def test_floats_in_words_are_no_floats():
    assert none(test_layers.find_floats("src/kernel/x.cc", '// double, 0.5\nText("0.5 float", a1.b);'))


def test_build_that_links_upwards_is_found():
    assert found(test_layers.find_build("shouze_room(base DEPENDS kernel)\n"), "CMakeLists.txt:1:")
    assert none(test_layers.find_build("shouze_room(base LIBRARIES fmt::fmt)\n"
                                       "shouze_room(kernel DEPENDS base)\n"))


# ── sizes ────────────────────────────────────────────────────────────────────────────────────────

def test_large_pieces_are_found():
    long_file = "int a;\n" * 401
    assert found(test_sizes.find(test_sizes.measure("src/x/x.cc", long_file), {}), "401 lines")
    long_main = "int a;\n" * 101
    assert found(test_sizes.find(test_sizes.measure("src/app/main.cc", long_main), {}), "101 lines")
    long_function = "\n\nint F() {\n" + "  G();\n" * 69 + "}\n"
    over = test_sizes.measure("src/x/x.cc", long_function)
    assert found(test_sizes.find(over, {}), "src/x/x.cc:3: F has 71 lines")
    assert none(test_sizes.find(over, {("function", "src/x/x.cc", "F"): 71}))
    assert found(test_sizes.find(over, {("function", "src/x/x.cc", "F"): 70}), "over 70")


def test_pieces_within_the_rule_pass():
    assert test_sizes.measure("src/x/x.cc", "int F() {\n" + "  G();\n" * 68 + "}\n") == {}
    assert test_sizes.measure("tests/x/x.py", "def f():\n" + "    g()\n" * 69) == {}


def test_long_python_functions_are_found():
    over = test_sizes.measure("tests/x/x.py", "def f():\n" + "    g()\n" * 70)
    assert found(test_sizes.find(over, {}), "f has 71 lines")


def test_exceptions_that_are_no_longer_needed_are_found():
    rows = test_sizes.read_exceptions("# why\nlines src/x/x.cc 500\n")
    assert rows == {("lines", "src/x/x.cc"): 500}
    assert found(test_sizes.find_unneeded({}, rows), "lines src/x/x.cc")


# ── policy figures ───────────────────────────────────────────────────────────────────────────────

NAMES = {"vulnerability", "agreement_due"}


@pytest.mark.parametrize("literal", [
    "5.1", "3.2/attend", "9.1/", "due 12-20", "03-31", "2026-10-01", "8/submit/i1", "vulnerability",
    "agreement_due",
])
def test_policy_figures_are_found(literal):
    assert found(test_policy_figures.find("src/x/x.cc", f'\nauto a = "{literal}";', NAMES), ":2:")


@pytest.mark.parametrize("code", [
    '"a vulnerability of the unit"', '"shouze-policy/1"', '"YYYY-MM-DD"', '"+08:00"', '"13-40"',
    "/* 5.1 */ 1", '"1.5 points"', '"{}/{}"', '"text/plain"', '"1234-12-20000"',
    '"02-29"', '"2001-"', '"2026-04-02T10:00:00+08:00"',
])
def test_ordinary_strings_pass(code):
    assert none(test_policy_figures.find("src/x/x.cc", f"auto a = {code};  // 2026-10-01", NAMES))


def test_names_come_from_the_policy_less_words_of_the_format():
    policy = {"dates": [{"id": "agreement_due"}, {"id": "until"}], "settings": {"until": "until"},
              "record_kinds": [{"id": "notice"}]}
    assert test_policy_figures.names_of(policy) == {"agreement_due", "notice"}


# ── rooms, words, format, scripts ────────────────────────────────────────────────────────────────

def test_readmes_are_held_to_their_form():
    good = "# src/x\n" + "".join(f"**{heading}** …\n" for heading in test_rooms.HEADINGS)
    assert none(test_rooms.find("src/x", good, True))
    assert found(test_rooms.find("src/x", None, True), "src/x/README.md:1: there is none")
    assert found(test_rooms.find("src/x", good.replace("可用 May use", "可用"), True), "May use")
    assert found(test_rooms.find("tests/x", "# tests/x\n" + "a\n" * 15, False), "16 lines")
    assert found(test_rooms.find("tests/x", "words\n", False), "no title")


def test_empty_file_names_are_found():
    assert found(test_words.find_file_name("src/x/policy_manager.cc"), "manager")
    assert found(test_words.find_file_name("src/x/util.h"), "util")
    assert none(test_words.find_file_name("src/x/database.cc"))


def test_paths_of_one_machine_are_found():
    slash = "/"
    assert found(test_words.find_machine_paths("x.md", f"a\nsee {slash}root/notes"), "x.md:2:")
    assert found(test_words.find_machine_paths("x.md", f"`{slash}work/main`"))
    assert found(test_words.find_machine_paths("x.md", f"cd {slash}home/ann/shouze"))
    assert none(test_words.find_machine_paths("x.md", f"https://a.cn{slash}work/1 and src{slash}root/x"))


@pytest.mark.parametrize("code, name", [
    ("struct Unit {\n  int a;\n};", "Unit"),
    ("enum class Kind {\n  kOne,\n};", "Kind"),
    ("int YearOf(int days);", "YearOf"),
    ("template <class T>\nT F(T a) {\n  return a;\n}", "F"),
    ("[[nodiscard]] int F();", "F"),
    ("/// Documented.\nint A();\n\nint F();", "F"),
    ("// Not a contract.\nint F();", "F"),
])
def test_headers_without_contracts_are_found(code, name):
    header = f"#pragma once\n\nnamespace shouze {{\n\n{code}\n\n}}  // namespace shouze\n"
    assert found(test_words.find_undocumented("src/x/x.h", header), f"{name} has no")


@pytest.mark.parametrize("code", [
    "/// A unit.\nstruct Unit {\n  int a;\n  int F() const;\n};",
    "/// The year.\nint YearOf(int days);\nint MonthOf(int days);",
    "/// The place.\nint At(int a);\n\nint At(long a);",
    "class Unit;\ntemplate <class T>\nclass Row;\nenum class Kind : int;",
    "struct Post : Named {};",
    "inline int Unit::F() const {\n  return 1;\n}",
    "constexpr int kMost = F(3);\nusing Rows = std::vector<int>;",
    "/// A unit.\nstruct Unit {\n  int a;\n};\nint YearOf(const Unit& unit);",
    "/// A template.\ntemplate <class T>\nstruct Box {\n  T a;\n};",
])
def test_headers_with_contracts_pass(code):
    header = f"#pragma once\n\nnamespace shouze {{\n\n{code}\n\n}}  // namespace shouze\n"
    assert none(test_words.find_undocumented("src/x/x.h", header))


def test_unformatted_code_is_found(tmp_path):
    (tmp_path / ".clang-format").write_text((tree.ROOT / ".clang-format").read_text())
    source = tmp_path / "x.cc"
    source.write_text("int  main( ){return 0;}\n")
    assert found(test_format.find([str(source)]), "x.cc:1: not formatted")
    source.write_text("int main() { return 0; }\n")
    assert none(test_format.find([str(source)]))


def test_scripts_that_do_not_explain_themselves_are_found():
    assert found(test_scripts.find("scripts/x", 0o644, "scripts/x\nSays.\n"), "not executable")
    assert found(test_scripts.find("scripts/x", 0o755, ""), "--help")
    assert none(test_scripts.find("scripts/x", 0o755, "scripts/x\nSays.\n"))


def test_a_finding_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match="a:1: b; c"):
        tree.expect_none([tree.finding("a", 1, "b", "c")])
