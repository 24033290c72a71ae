#include "system/mailbox.h"

#include <algorithm>

namespace shouze {
namespace {

constexpr std::size_t kAddressBytesMax = 254;  // RFC 5321, 4.5.3.1.3
constexpr std::size_t kLocalBytesMax = 64;     // RFC 5321, 4.5.3.1.1

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Words of `fine` characters with single dots between.
template <class IsFine>
bool IsDotted(std::string_view text, IsFine fine) {
  char before = '.';
  for (const char c : text) {
    if (c == '.' ? before == '.' : !fine(c)) return false;
    before = c;
  }
  return before != '.';
}

bool IsAddress(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || at > kLocalBytesMax || text.size() > kAddressBytesMax) return false;
  const auto in_local = [](char c) {
    return IsLetterOrDigit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  };
  const auto in_host = [](char c) { return IsLetterOrDigit(c) || c == '-'; };
  return IsDotted(text.substr(0, at), in_local) && IsDotted(text.substr(at + 1), in_host);
}

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Mailbox> ParseMailbox(std::string_view text) {
  if (std::ranges::any_of(text, IsControl)) return std::nullopt;
  text = Trimmed(text);
  std::string_view name;
  if (text.ends_with('>')) {
    const std::size_t bracket = text.find('<');
    if (bracket == text.npos) return std::nullopt;
    name = Trimmed(text.substr(0, bracket));
    text = text.substr(bracket + 1, text.size() - bracket - 2);
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) {
      name = name.substr(1, name.size() - 2);
    }
  }
  if (!IsAddress(text)) return std::nullopt;
  return Mailbox{std::string(name), std::string(text)};
}

}  // namespace shouze
