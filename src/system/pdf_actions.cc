#include "system/pdf_actions.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>
#include <utility>

#include "system/inflate.h"

namespace shouze {
namespace {

constexpr std::int64_t kPieceBytes = std::int64_t{1} << 20;
/// Names are no longer here; pieces overlap by so much.
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kUnpackedBytesMax = std::size_t{64} << 20;
constexpr std::size_t kObjectsBytesMax = std::size_t{4} << 20;
constexpr std::size_t kDictionaryBytesMax = 4096;
constexpr std::size_t kBeforeBytesMax = 512;
/// What unpacking anything at all counts for.
constexpr std::size_t kUnpackingBytes = std::size_t{64} << 10;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = std::tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool EndsName(char c) {
  constexpr std::string_view kEnds(" \t\r\n\f\0()<>[]{}/%", 16);
  return kEnds.find(c) != std::string_view::npos;
}

/// The name that begins behind a slash, its `#4A` read as `J`.
std::string NameAt(std::string_view text) {
  std::string name;
  std::size_t at = 0;
  while (at < text.size() && name.size() < kNameBytesMax && !EndsName(text[at])) {
    const bool escaped = text[at] == '#' && at + 2 < text.size() && HexDigit(text[at + 1]) >= 0 &&
                         HexDigit(text[at + 2]) >= 0;
    name += escaped ? static_cast<char>(HexDigit(text[at + 1]) * 16 + HexDigit(text[at + 2]))
                    : text[at];
    at += escaped ? 3 : 1;
  }
  return name;
}

/// Whether the slash at `at` begins a name, and is none of an address in a string: what stands
/// before it up to a space or a bracket is other names, or a number or a word that ends before one.
bool BeginsName(std::string_view text, std::size_t at) {
  const std::size_t least = at - std::min(at, kBeforeBytesMax);
  std::size_t first = at;
  while (first > least && (text[first - 1] == '/' || !EndsName(text[first - 1]))) --first;
  const std::string_view before = text.substr(first, text.find('/', first) - first);
  static constexpr std::string_view kWords[] = {"R", "true", "false", "null", "obj"};
  return std::ranges::find(kWords, before) != std::end(kWords) ||
         before.find_first_not_of("+-.0123456789") == std::string_view::npos;
}

/// Calls `use` with each name and where its slash stands, until it says true.
template <class Use>
bool AnyName(std::string_view text, Use use) {
  for (std::size_t at = text.find('/'); at != std::string_view::npos; at = text.find('/', at + 1)) {
    const std::string name = NameAt(text.substr(at + 1, 3 * kNameBytesMax));
    if (use(name, at)) return true;
  }
  return false;
}

bool IsAction(std::string_view text, std::string_view name, std::size_t at) {
  return (name == "JavaScript" || name == "Launch") && BeginsName(text, at);
}

/// The objects that a dictionary packs, which says so at `at`.
std::string ObjectsAt(const FileBytes& bytes, std::int64_t at) {
  const std::string part = bytes.read(at, kDictionaryBytesMax + kPieceBytes);
  std::string_view packed = part;
  const std::size_t stream = packed.substr(0, kDictionaryBytesMax).find("stream");
  if (stream == std::string_view::npos) return "";
  packed.remove_prefix(stream + std::string_view("stream").size());
  if (packed.starts_with('\r')) packed.remove_prefix(1);
  if (packed.starts_with('\n')) packed.remove_prefix(1);
  return Inflate(packed, Deflated::kZlib, kObjectsBytesMax);
}

}  // namespace

std::string PdfActionIn(const FileBytes& bytes) {
  std::string action;
  std::size_t unpacked = 0;
  for (std::int64_t from = 0; from < bytes.size; from += kPieceBytes) {
    const std::string piece = bytes.read(from, kPieceBytes + 3 * kNameBytesMax);
    const bool found = AnyName(piece, [&](const std::string& name, std::size_t at) {
      if (std::cmp_greater_equal(at, kPieceBytes)) return false;  // the next piece's
      if (IsAction(piece, name, at)) {
        action = name;
      } else if (name == "ObjStm" && unpacked < kUnpackedBytesMax) {
        const std::string objects = ObjectsAt(bytes, from + static_cast<std::int64_t>(at));
        unpacked += objects.size() + kUnpackingBytes;
        AnyName(objects, [&](const std::string& inner, std::size_t place) {
          if (IsAction(objects, inner, place)) action = inner;
          return !action.empty();
        });
      }
      return !action.empty();
    });
    if (found) break;
  }
  return action;
}

}  // namespace shouze
