#include "base/file_name.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::string_view kForbidden = "/\\:*?\"<>|";
constexpr std::size_t kExtensionBytesMax = 12;

/// The first character of `text`, which is not empty: up to the next byte that begins one.
std::string_view FirstCharacter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return text.substr(0, size);
}

std::size_t UnitsOf(std::string_view character) {
  return static_cast<unsigned char>(character.front()) >= 0xF0 ? 2 : 1;
}

/// Directions, joiners and marks of order: what shows other than it is, or not at all.
bool IsUnseen(std::string_view character) {
  static constexpr std::string_view kUnseen[] = {
      "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D",
      "\u202E", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF", "\u2028", "\u2029"};
  return std::ranges::find(kUnseen, character) != std::end(kUnseen);
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

std::string CutKeepingExtension(std::string_view name, std::size_t units) {
  const std::string_view extension = ExtensionOf(name);
  std::string_view stem = name.substr(0, name.size() - extension.size());
  const std::size_t kept = Utf16Units(extension);
  if (Utf16Units(stem) + kept > units) {
    stem = CutToUnits(stem, units > kept ? units - kept : 1);
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
    const bool bad =
        byte < 0x20 || byte == 0x7F || kForbidden.find(character.front()) != std::string_view::npos;
    if (bad) {
      safe += '_';
    } else if (!IsUnseen(character)) {
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
