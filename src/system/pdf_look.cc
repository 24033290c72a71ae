#include "system/pdf_look.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "system/pdf_lock.h"
#include "system/pdf_text.h"

namespace shouze {
namespace {

constexpr std::size_t kHeadBytes = 1024;
constexpr std::size_t kTailBytes = std::size_t{64} << 10;
constexpr std::size_t kTableBytesMax = std::size_t{1} << 20;
constexpr std::size_t kObjectBytesMax = std::size_t{4} << 10;
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
/// Pages are looked for in small files only: one without any has nothing to be large with.
constexpr std::int64_t kSmallBytes = std::int64_t{1} << 20;
constexpr std::size_t kFoundMax = 16;

/// A linearised file says at its beginning how long it is.
bool IsCutLinearised(const FileBytes& bytes, std::string_view head) {
  const std::size_t at = head.find("/Linearized");
  if (at == std::string_view::npos) return false;
  const auto said = PdfInteger(PdfValue(head, "L"));
  constexpr std::int64_t kSlack = 1024;
  return said && bytes.size + kSlack < *said;
}

/// The texts of the newest trailer, wherever it may stand; of a stream, its dictionary's.
std::string TrailerOf(const FileBytes& bytes, std::string_view head, std::string_view tail) {
  const std::size_t start = tail.rfind("startxref");
  if (start == std::string_view::npos) return std::string(tail);
  std::string text;
  if (const auto at = tail.rfind("trailer", start); at != std::string_view::npos) {
    text = tail.substr(at, start - at);
  }
  std::string_view number = tail.substr(start + std::string_view("startxref").size());
  while (!number.empty() && (number.front() == '\r' || number.front() == '\n' ||
                             number.front() == ' ' || number.front() == '\t')) {
    number.remove_prefix(1);
  }
  const std::int64_t offset = PdfInteger(number).value_or(0);
  if (offset <= 0 || offset >= bytes.size) return text;
  const std::size_t before = head.find("%PDF-");
  const auto shift = static_cast<std::int64_t>(before == std::string_view::npos ? 0 : before);
  const std::string table = bytes.read(offset + shift, kTableBytesMax);
  if (const auto at = table.find("trailer"); table.starts_with("xref") && at != std::string::npos) {
    const std::string_view behind = std::string_view(table).substr(at);
    text += behind.substr(0, behind.find("startxref"));
  } else if (const auto end = table.find("stream"); end != std::string::npos) {
    text += table.substr(0, std::min(end, kObjectBytesMax));
  }
  return text;
}

/// The beginnings of all objects of that number there are: versions, the last being the newest.
std::vector<std::string> ObjectsOf(const FileBytes& bytes, const std::string& reference) {
  const std::string name = Concat(reference, " obj");
  std::vector<std::string> found;
  std::int64_t at = 0;
  while (at < bytes.size && found.size() < kFoundMax) {
    const std::string piece = bytes.read(at, kPieceBytes + kObjectBytesMax);
    for (std::size_t here = piece.find(name); here < kPieceBytes && found.size() < kFoundMax;
         here = piece.find(name, here + 1)) {
      if (here > 0 && piece[here - 1] >= '0' && piece[here - 1] <= '9') continue;
      const std::string_view behind =
          std::string_view(piece).substr(here + name.size(), kObjectBytesMax);
      found.emplace_back(behind.substr(0, behind.find("endobj")));
    }
    at += static_cast<std::int64_t>(kPieceBytes);
  }
  return found;
}

bool IsLocked(const FileBytes& bytes, std::string_view trailer) {
  const std::string_view value = PdfValue(trailer, "Encrypt");
  if (value.empty()) return false;
  if (value.starts_with("<<")) return AsksForPassword(value, trailer).value_or(false);
  const auto reference = PdfReference(value);
  if (!reference) return false;
  bool locked = false;
  for (const std::string& object : ObjectsOf(bytes, *reference)) {
    const auto asks = AsksForPassword(object, trailer);
    if (asks && !*asks) return false;
    locked = locked || asks.value_or(false);
  }
  return locked;
}

bool HasNoPages(const FileBytes& bytes, std::string_view trailer) {
  if (bytes.size > kSmallBytes) return false;
  const auto root = PdfReference(PdfValue(trailer, "Root"));
  // In a stream of objects there may be a newer tree, which is not read.
  if (!root ||
      bytes.Head(static_cast<std::size_t>(kSmallBytes)).find("/ObjStm") != std::string::npos)
    return false;
  bool none = false;
  for (const std::string& catalog : ObjectsOf(bytes, *root)) {
    const auto pages = PdfReference(PdfValue(catalog, "Pages"));
    if (!pages) return false;
    for (const std::string& tree : ObjectsOf(bytes, *pages)) {
      const std::string_view count = PdfValue(tree, "Count");
      if (PdfReference(count) || PdfInteger(count) != 0) return false;
      none = true;
    }
  }
  return none;
}

}  // namespace

std::optional<PdfFault> FaultOfPdf(const FileBytes& bytes) {
  const std::string head = bytes.Head(2 * kHeadBytes);
  const std::string tail = bytes.Tail(kTailBytes);
  const bool ends =
      tail.find("startxref") != std::string::npos || tail.find("%%EOF") != std::string::npos;
  if (!ends || IsCutLinearised(bytes, head)) return PdfFault::kCut;
  const std::string trailer = TrailerOf(bytes, head, tail);
  if (IsLocked(bytes, trailer)) return PdfFault::kPassword;
  if (HasNoPages(bytes, trailer)) return PdfFault::kNoPages;
  return {};
}

bool IsPdfBehindOtherBytes(const FileBytes& bytes) {
  const std::string head = bytes.Head(kHeadBytes);
  return (head.find("%PDF-1.") != std::string::npos || head.find("%PDF-2.") != std::string::npos) &&
         bytes.Tail(2 * kHeadBytes).find("%%EOF") != std::string::npos;
}

}  // namespace shouze
