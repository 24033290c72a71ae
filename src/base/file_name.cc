#include "base/file_name.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "base/text.h"
#include "base/utf8.h"

namespace shouze {
namespace {

constexpr std::string_view kForbidden = "/\\:*?\"<>|";
constexpr std::size_t kExtensionBytesMax = 12;

/// How many bytes a character has whose first one is this; 0 where none begins so.
std::size_t BytesBegunBy(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80) return 1;
  if (byte < 0xC2 || byte > 0xF4) return 0;
  return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The first character of `text`, which is not empty: up to the next byte that begins one.
std::string_view FirstCharacter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return text.substr(0, size);
}

std::size_t UnitsOf(std::string_view character) {
  return static_cast<unsigned char>(character.front()) >= 0xF0 ? 2 : 1;
}

/// Directions, joiners, marks of order, controls of a second table: what shows other than it is, or
/// not at all.
bool IsUnseen(char32_t point) {
  struct Range {
    char32_t first, last;
  };
  static constexpr Range kUnseen[] = {
      {0x80, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},    {0x61C, 0x61C},   {0x115F, 0x1160},
      {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},  {0x2028, 0x202E}, {0x2060, 0x206F},
      {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},  {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
      {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
  return std::ranges::any_of(
      kUnseen, [point](const Range& range) { return point >= range.first && point <= range.last; });
}

char32_t CodePointIn(std::string_view character) {
  std::size_t at = 0;
  return NextCodePoint(character, at);
}

bool IsDevice(std::string_view name) {
  static constexpr std::string_view kDevices[] = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
  std::string stem(name.substr(0, name.find('.')));
  while (stem.ends_with(' ')) stem.pop_back();
  for (char& c : stem) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (std::ranges::find(kDevices, stem) != std::end(kDevices)) return true;
  if (!stem.starts_with("COM") && !stem.starts_with("LPT")) return false;
  const std::string_view number = std::string_view(stem).substr(3);
  return (number.size() == 1 && number[0] >= '0' && number[0] <= '9') || number == "\u00B9" ||
         number == "\u00B2" || number == "\u00B3";
}

bool IsEdge(char c) { return c == '.' || c == ' '; }

std::string_view CutToBytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::string CutKeepingExtension(std::string_view name, std::size_t units) {
  const std::string_view extension = ExtensionOf(name);
  std::string_view stem = name.substr(0, name.size() - extension.size());
  const std::size_t kept = Utf16Units(extension);
  if (Utf16Units(stem) + kept > units || name.size() > kNameBytesMax) {
    stem = CutToUnits(stem, units > kept ? units - kept : 1);
    stem = CutToBytes(stem, kNameBytesMax - extension.size());
    while (!stem.empty() && IsEdge(stem.back())) stem.remove_suffix(1);
  }
  return Concat(stem.empty() ? "_" : stem, extension);
}

}  // namespace

std::size_t Utf16Units(std::string_view text) {
  std::size_t units = 0;
  while (!text.empty()) {
    const std::string_view character = FirstCharacter(text);
    units += UnitsOf(character);
    text.remove_prefix(character.size());
  }
  return units;
}

std::string_view CutToUnits(std::string_view text, std::size_t units) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view character = FirstCharacter(text.substr(at));
    if (UnitsOf(character) > units) break;
    units -= UnitsOf(character);
    at += character.size();
  }
  return text.substr(0, at);
}

std::string_view ExtensionOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot > kExtensionBytesMax) {
    return {};
  }
  const std::string_view extension = name.substr(dot);
  return extension.find(' ') == std::string_view::npos ? extension : std::string_view();
}

std::string SafeFileName(std::string_view name, std::size_t units) {
  std::string safe;
  while (!name.empty()) {
    const std::string_view character = FirstCharacter(name);
    name.remove_prefix(character.size());
    const auto byte = static_cast<unsigned char>(character.front());
    const bool bad = byte < 0x20 || byte == 0x7F ||
                     kForbidden.find(character.front()) != std::string_view::npos ||
                     BytesBegunBy(character.front()) != character.size();
    if (bad) {
      safe += '_';
    } else if (!IsUnseen(CodePointIn(character))) {
      safe += character;
    }
  }
  while (!safe.empty() && IsEdge(safe.back())) safe.pop_back();
  safe.erase(0, std::min(safe.size(), safe.find_first_not_of(". ")));
  safe = CutKeepingExtension(safe, units);
  // What was cut may be a device only now.
  if (IsDevice(safe)) safe = CutKeepingExtension(Concat("_", safe), units);
  return safe;
}

}  // namespace shouze
