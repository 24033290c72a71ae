#include "system/password_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "system/common_passwords.h"

namespace shouze {
namespace {

constexpr std::size_t kWordLettersMin = 3;
constexpr std::size_t kWordCharactersMin = 2;
constexpr int kLettersMin = 4;
constexpr int kInARow = 5;
constexpr std::size_t kDifferentMin = 5;

/// Rows of keys, and ways that fingers go over them.
constexpr std::string_view kRows[] = {
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
};
/// The signs on the keys 1 to 0.
constexpr std::string_view kSigns = "!@#$%^&*()";
/// What is written for a letter.
constexpr std::pair<char, char> kDisguises[] = {{'@', 'a'}, {'4', 'a'}, {'3', 'e'},
                                                {'1', 'i'}, {'!', 'i'}, {'0', 'o'},
                                                {'$', 's'}, {'5', 's'}, {'7', 't'}};

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }
bool IsBeyondAscii(char c) { return static_cast<unsigned char>(c) >= 0x80U; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSign(char c) { return !IsLower(c) && !IsDigit(c) && !IsBeyondAscii(c); }

int Characters(std::string_view text) {
  return static_cast<int>(text.size() -
                          static_cast<std::size_t>(std::ranges::count_if(text, IsContinuation)));
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

int Kinds(std::string_view password) {
  bool lower = false, upper = false, digit = false, other = false;
  for (const char c : password) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    lower = lower || IsLower(c);
    upper = upper || is_upper;
    digit = digit || IsDigit(c);
    other = other || (!is_upper && !IsLower(c) && !IsDigit(c));
  }
  return lower + upper + digit + other;
}

/// Letters, and characters beyond ASCII, that are left without the words.
int LettersLeft(std::string lower, const PasswordWords& words) {
  std::vector<std::string_view> all(words.own.begin(), words.own.end());
  all.insert(all.end(), words.around.begin(), words.around.end());
  std::ranges::sort(all, [](std::string_view one, std::string_view other) {
    return one.size() != other.size() ? one.size() > other.size() : one < other;
  });
  for (const std::string_view word : all) {
    if (word.empty()) continue;
    for (std::size_t at = lower.find(word); at != lower.npos; at = lower.find(word, at)) {
      lower.erase(at, word.size());
    }
  }
  return static_cast<int>(std::ranges::count_if(
      lower, [](char c) { return IsLower(c) || (IsBeyondAscii(c) && !IsContinuation(c)); }));
}

bool HasName(const std::string& lower, const PasswordWords& words) {
  const bool own = std::ranges::any_of(words.own, [&](const std::string& word) {
    return !word.empty() && lower.find(word) != lower.npos;
  });
  return own || LettersLeft(lower, words) < kLettersMin;
}

bool HasRun(std::string lower) {
  for (char& c : lower) {
    const std::size_t key = kSigns.find(c);
    if (key != kSigns.npos) c = "1234567890"[key];
  }
  const auto within = [&](std::string_view row) {
    for (std::size_t at = 0; at + kInARow <= row.size(); ++at) {
      if (lower.find(row.substr(at, kInARow)) != lower.npos) return true;
    }
    return false;
  };
  return std::ranges::any_of(kRows, [&](std::string_view row) {
    return within(row) || within(std::string(row.rbegin(), row.rend()));
  });
}

/// Each character as it is written.
std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && IsContinuation(text[end])) ++end;
    characters.push_back(text.substr(at, end - at));
    at = end;
  }
  return characters;
}

bool Repeats(std::string_view lower) {
  const auto characters = Split(lower);
  if (std::set(characters.begin(), characters.end()).size() < kDifferentMin) return true;
  int same = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    same = i > 0 && characters[i] == characters[i - 1] ? same + 1 : 1;
    if (same >= kInARow) return true;
  }
  for (std::size_t piece = 1; piece * 2 <= characters.size(); ++piece) {
    bool again = true;
    for (std::size_t i = piece; again && i < characters.size(); ++i) {
      again = characters[i] == characters[i - piece];
    }
    if (again) return true;
  }
  return false;
}

/// Without what `left_out` says at its ends.
template <class LeftOut>
std::string_view Stripped(std::string_view text, bool front, LeftOut left_out) {
  while (!text.empty() && left_out(text.back())) text.remove_suffix(1);
  while (front && !text.empty() && left_out(text.front())) text.remove_prefix(1);
  return text;
}

bool IsCommon(std::string_view lower) {
  const auto no_letter = [](char c) { return IsSign(c) || IsDigit(c); };
  for (const std::string_view one :
       {lower, Stripped(lower, true, IsSign), Stripped(lower, false, no_letter),
        Stripped(Stripped(lower, true, IsSign), false, no_letter),
        Stripped(lower, true, no_letter)}) {
    if (IsCommonPassword(one)) return true;
    std::string plain(one);
    for (char& c : plain) {
      const auto* const disguise =
          std::ranges::find(kDisguises, c, [](const auto& pair) { return pair.first; });
      if (disguise != std::end(kDisguises)) c = disguise->second;
    }
    if (IsCommonPassword(plain)) return true;
  }
  return false;
}

}  // namespace

std::vector<PasswordFault> PasswordFaults(std::string_view password, const PasswordWords& words,
                                          const PasswordPolicy& policy) {
  std::vector<PasswordFault> faults;
  const auto note = [&](std::string_view rule, std::string message, std::string english) {
    faults.push_back(
        {rule, {ErrorCode::kInvalidInput, "", std::move(message), std::move(english)}});
  };
  const int characters = Characters(password);
  if (characters < policy.characters_min || characters > kPasswordCharactersMax) {
    note("length",
         Concat("密码要有 ", policy.characters_min, " 至 ", kPasswordCharactersMax, " 个字符"),
         Concat("a password has ", policy.characters_min, " to ", kPasswordCharactersMax,
                " characters"));
  }
  if (Kinds(password) < policy.kinds_min) {
    note("kinds",
         Concat("密码要有大写字母、小写字母、数字、其他符号中的至少 ", policy.kinds_min, " 种"),
         Concat("a password has at least ", policy.kinds_min,
                " kinds of upper case, lower case, digits and others"));
  }
  const std::string lower = Lower(password);
  if (HasName(lower, words)) {
    note(
        "names",
        "密码里不要有姓名、登录名，也不要只用单位、学校的名称和数字拼成；除它们之外至少要有 4 个字母或汉字",
        "a password has neither your name nor your login in it, and at least 4 letters besides "
        "names of unit and school, digits and signs");
  }
  if (HasRun(lower)) {
    note("runs", "密码里不要有 5 个以上连着的字母、数字或键盘上相邻的键（如 abcde、12345、qwert）",
         "a password has no 5 in a row of the alphabet, the digits or the keyboard");
  }
  if (Repeats(lower)) {
    note("repeats", "密码不要由重复的字符或重复的一段组成", "a password does not repeat itself");
  }
  if (IsCommon(lower)) {
    note("common", "这个密码太常见（只是加了数字或符号也算），容易被猜中，请换一个",
         "this password is among the commonest, with or without digits and signs around it");
  }
  return faults;
}

std::string PasswordWord(std::string_view name) {
  std::string lower = Lower(name);
  const bool beyond = std::ranges::any_of(lower, IsBeyondAscii);
  const auto least = beyond ? kWordCharactersMin : kWordLettersMin;
  if (static_cast<std::size_t>(Characters(lower)) < least) return "";
  return lower;
}

}  // namespace shouze
