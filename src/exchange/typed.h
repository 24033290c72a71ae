#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"

/// What people type or paste, as it is kept. Applied to new input alone: what stands in the ledger
/// is read as it is. The pages show the same by `web/src/parts/typed.ts`; both are held to the one
/// table `tests/conformance/typed/typed.json`. All take and give valid UTF-8.
namespace shouze {

/// A free text: characters that cannot be seen (U+200B, U+202D, a byte order mark …) and controls
/// are dropped; Word's soft line break (U+000B) and its like become line feeds.
std::string TypedText(std::string_view text);

/// The same on one line: breaks and tabs become spaces, none at either end.
std::string TypedLine(std::string_view text);

/// What is a number, a login, a mail address, a phone or a date: a line in half-width letters,
/// digits and signs, single spaces. Source: the part of Unicode's NFKC that gives ASCII, as far as
/// Chinese keyboards type it.
std::string TypedWord(std::string_view text);

/// A person's name: 张　明 is 张明, 买买提•吐尔逊 is 买买提·吐尔逊; radicals that a PDF gives for
/// characters become these; names in letters keep single spaces.
std::string TypedName(std::string_view text);

/// The first character that other computers do not know, as `U+E81E`: of private use, as some old
/// keyboards give rare characters, or what is left of a broken one. Absent: there is none.
std::optional<std::string> PrivateCharacter(std::string_view text);

/// A day as offices write it: 2026.3.5, 2026年3月5日（周四）, ２０２６/3/5, 20260305,
/// 二〇二六年三月五日, 3/25/2026. Absent where it is none, or could be another one as well (26-3-5,
/// 3/5/2026, a weekday that is not that day's, no year).
std::optional<CivilDate> ReadDay(std::string_view text);

}  // namespace shouze
