#include "base/utf8.h"

namespace shouze {

char32_t NextCodePoint(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const int more = byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  char32_t point = more == 0 ? byte : byte & (0x3F >> more);
  ++at;
  for (int i = 0; i < more && at < text.size(); ++i, ++at) {
    point = (point << 6) | (static_cast<unsigned char>(text[at]) & 0x3F);
  }
  return point;
}

void AppendCodePoint(std::string& text, char32_t point) {
  const auto follow = [&](int shift) {
    text += static_cast<char>(0x80 | ((point >> shift) & 0x3F));
  };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0 | (point >> 6));
    follow(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0 | (point >> 12));
    follow(6);
    follow(0);
  } else {
    text += static_cast<char>(0xF0 | (point >> 18));
    follow(12);
    follow(6);
    follow(0);
  }
}

}  // namespace shouze
