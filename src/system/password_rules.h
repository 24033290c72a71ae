#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "system/password_policy.h"

/// 密码规矩: what a password must be. The pages judge by the same rules while somebody types
/// (web/src/parts/passwordRules.ts); passwords/cases.txt holds both to it.
namespace shouze {

/// Names that whoever guesses tries first. In lower case.
struct PasswordWords {
  std::vector<std::string> own;     ///< The person's: never within a password, from 3 letters on.
  std::vector<std::string> around;  ///< The unit's, the school's: count for nothing in it.
};

/// What one rule is called, as pages name it.
struct PasswordFault {
  std::string_view rule;  ///< `length`, `kinds`, `names`, `runs`, `repeats`, `common`
  Error error;            ///< kInvalidInput, without a place.
};

/// All that is wrong, in the order of the rules:
/// - `length`: characters_min to kPasswordCharactersMax code points;
/// - `kinds`: fewer kinds than asked for;
/// - `names`: an own word stands in it, or fewer than 4 letters are left without the words, digits
///   and signs (a telephone number, a birthday);
/// - `runs`: 5 in a row of the alphabet, of the digits or of a keyboard, either way, signs as the
///   digits on their keys;
/// - `repeats`: 5 times the same, fewer than 5 different ones, or one piece again and again;
/// - `common`: one of passwords/common.txt, also with digits and signs around it, or written with
///   `@`, `0`, `1`, `3`, `$`… for letters.
/// Letter case does not matter but for `kinds`.
std::vector<PasswordFault> PasswordFaults(std::string_view password, const PasswordWords& words,
                                          const PasswordPolicy& policy);

/// A word as PasswordWords has it: in lower case; empty where it is too short to count (3 letters,
/// or 2 characters beyond ASCII).
std::string PasswordWord(std::string_view name);

}  // namespace shouze
