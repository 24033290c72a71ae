#include "system/pdf_text.h"

#include <cctype>

#include "base/text.h"

namespace shouze {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Stripped(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  return text;
}

/// Takes the digits that `text` begins with.
std::string_view TakeDigits(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && size < 12 && IsDigit(text[size])) ++size;
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

/// Behind the backslash; takes what belongs to it.
void AddEscaped(std::string_view& text, std::string& out) {
  const char c = text.front();
  if (c >= '0' && c <= '7') {
    int value = 0;
    for (int n = 0; n < 3 && !text.empty() && text.front() >= '0' && text.front() <= '7'; ++n) {
      value = value * 8 + (text.front() - '0');
      text.remove_prefix(1);
    }
    out += static_cast<char>(value & 0xFF);
    return;
  }
  text.remove_prefix(1);
  constexpr std::string_view kLetters = "nrtbf", kMeant = "\n\r\t\b\f";
  if (const auto at = kLetters.find(c); at != std::string_view::npos) {
    out += kMeant[at];
  } else if (c == '\r') {
    if (text.starts_with('\n')) text.remove_prefix(1);
  } else if (c != '\n') {
    out += c;
  }
}

std::optional<std::string> Literal(std::string_view text) {
  std::string out;
  int open = 0;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '\\') {
      if (text.empty()) return {};
      AddEscaped(text, out);
      continue;
    }
    if (c == ')' && open-- == 0) return out;
    if (c == '(') ++open;
    out += c;
  }
  return {};
}

std::optional<std::string> HexString(std::string_view text) {
  std::string out;
  int nibbles = 0;
  int value = 0;
  for (const char c : text) {
    if (c == '>') {
      if (nibbles % 2 != 0) out += static_cast<char>(value * 16);
      return out;
    }
    if (IsSpace(c)) continue;
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return {};
    const int digit = IsDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
    if (nibbles++ % 2 == 0) {
      value = digit;
    } else {
      out += static_cast<char>(value * 16 + digit);
    }
  }
  return {};
}

}  // namespace

std::string_view PdfValue(std::string_view text, std::string_view key) {
  const std::string name = Concat("/", key);
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::string_view value = text.substr(at + name.size());
    constexpr std::string_view kEnds = "/<([0123456789-";
    if (value.empty()) return {};
    const bool whole =
        IsSpace(value.front()) || kEnds.find(value.front()) != std::string_view::npos;
    if (whole) return Stripped(value);
  }
  return {};
}

std::optional<std::int64_t> PdfInteger(std::string_view value) {
  const bool negative = value.starts_with('-');
  if (negative) value.remove_prefix(1);
  const std::string_view digits = TakeDigits(value);
  if (digits.empty()) return {};
  std::int64_t number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return negative ? -number : number;
}

std::optional<std::string> PdfString(std::string_view value) {
  if (value.starts_with("<<") || value.empty()) return {};
  if (value.front() == '(') return Literal(value.substr(1));
  if (value.front() == '<') return HexString(value.substr(1));
  return {};
}

std::optional<std::string> PdfReference(std::string_view value) {
  const std::string_view number = TakeDigits(value);
  if (number.empty() || value.empty() || !IsSpace(value.front())) return {};
  value = Stripped(value);
  const std::string_view generation = TakeDigits(value);
  if (generation.empty() || !Stripped(value).starts_with('R')) return {};
  return Concat(number, " ", generation);
}

}  // namespace shouze
