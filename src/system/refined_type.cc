#include "system/refined_type.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>
#include <vector>

#include "system/compound_file.h"
#include "system/pdf_look.h"
#include "system/zip_directory.h"
#include "system/zip_names.h"

namespace shouze {
namespace {

constexpr std::string_view kUnknown = "application/octet-stream";
constexpr std::string_view kZip = "application/zip";
constexpr std::string_view kText = "text/plain";
constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kPptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// As much of a file as its ZIP entries' names are looked for in.
constexpr std::size_t kHeadBytes = std::size_t{256} * 1024;

struct Beginning {
  std::string_view bytes;
  std::string_view type;
};
/// What libmagic does not know.
constexpr Beginning kBeginnings[] = {
    {"8BPS", "image/vnd.adobe.photoshop"},
    {"ID3", "audio/mpeg"},
    {"\xff\xfb", "audio/mpeg"},
    {"\xff\xf3", "audio/mpeg"},
    {"CAJ", "application/x-caj"},
    {"HN\x02", "application/x-caj"},
    {"KDH ", "application/x-caj"},
    {"Founder CEB", "application/x-ceb"},
    {"ITSF", "application/vnd.ms-htmlhelp"},
    {"MSCF", "application/vnd.ms-cab-compressed"},
    {"!BDN", "application/vnd.ms-outlook-pst"},
    {"SQLite format 3", "application/vnd.sqlite3"},
    {std::string_view("\0\0\1\0", 4), "image/x-icon"},
};

bool StartsWithAnyCase(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) ==
                  std::tolower(static_cast<unsigned char>(b));
         });
}

/// By the names in it: all of them from its directory, the first ones where that is missing.
std::string OfZip(std::string_view head, const FileBytes& bytes) {
  std::vector<std::string> names;
  for (const std::string_view name : ZipNames(head)) names.emplace_back(name);
  if (const auto directory = ReadZipDirectory(bytes)) {
    for (const ZipEntry& entry : directory->entries) names.push_back(entry.name);
  }
  const auto any = [&names](auto&& holds) { return std::ranges::any_of(names, holds); };
  const auto has = [&](std::string_view name) {
    return any([name](std::string_view one) { return one == name; });
  };
  const auto has_folder = [&](std::string_view folder) {
    return any([folder](std::string_view one) { return one.starts_with(folder); });
  };
  if (has("OFD.xml")) return "application/ofd";  // GB/T 33190
  if (has("[Content_Types].xml") || has("_rels/.rels")) {
    if (has_folder("word/")) return std::string(kDocx);
    if (has_folder("xl/")) return std::string(kXlsx);
    if (has_folder("ppt/")) return std::string(kPptx);
  }
  return std::string(kZip);
}

/// By the streams that make a document what it is, whichever program wrote it.
std::string OfCompoundFile(std::string type, const FileBytes& bytes) {
  const auto file = CompoundFile::Open(bytes);
  if (!file) return "application/x-ole-storage-broken";
  if (file->Has("EncryptedPackage")) return "application/encrypted";
  if (file->Has("WordDocument")) return "application/msword";
  if (file->Has("Workbook") || file->Has("Book")) return "application/vnd.ms-excel";
  if (file->Has("PowerPoint Document")) return "application/vnd.ms-powerpoint";
  if (file->Has("__properties_version1.0")) return "application/vnd.ms-outlook";
  if (file->Has("VisioDocument")) return "application/vnd.visio";
  // Its summary may name Office and the content be none of it: an installer, thumbnails.
  return type.starts_with("application/vnd.ms-") || type == "application/msword"
             ? "application/x-ole-storage"
             : type;
}

/// A picture of the HEIF family by its brands: phones name `mif1` or `msf1` first, and what is in
/// it afterwards. Source: ISO/IEC 23008-12, 10; AV1 Image File Format 6.
std::string OfBrands(std::string type, std::string_view head) {
  const std::size_t box = std::min<std::size_t>(
      head.size(), LittleEndian(std::string{head[3], head[2], head[1], head[0]}, 0, 4));
  const auto names = [&](std::string_view brand) {
    if (head.substr(8, 4) == brand) return true;
    for (std::size_t at = 16; at + 4 <= box && at < 256; at += 4) {
      if (head.substr(at, 4) == brand) return true;
    }
    return false;
  };
  const auto names_any = [&](auto... brands) { return (names(brands) || ...); };
  const bool picture = type.starts_with("image/") || names_any("mif1", "mif2", "msf1", "heif");
  if (!picture) return type;
  if (names_any("heic", "heix", "heim", "heis")) return "image/heic";
  if (names_any("hevc", "hevx", "hevm", "hevs")) return "image/heic-sequence";
  if (names_any("avif", "avis")) return "image/avif";
  if (type.ends_with("-sequence") || names("msf1")) return "image/heif-sequence";
  return "image/heif";
}

/// No byte in it that no text has. Of Chinese in GBK that begins with 附, 根 or 各 libmagic says it
/// is a program of DOS.
bool IsTextual(std::string_view head) {
  return std::ranges::none_of(head.substr(0, 4096), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') ||
           byte == 0x7F;
  });
}

/// Lines `Name: value` up to the first empty one, among them who wrote and what.
bool IsMail(std::string_view head) {
  bool from = false;
  bool about = false;
  for (int lines = 0; lines < 200 && !head.empty(); ++lines) {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(head.size(), line.size() + 1));
    if (line.empty() || line == "\r") break;
    if (line.starts_with(' ') || line.starts_with('\t')) continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        line.substr(0, colon).find(' ') != std::string_view::npos) {
      return false;
    }
    from = from || StartsWithAnyCase(line, "From:");
    about = about || StartsWithAnyCase(line, "Subject:") || StartsWithAnyCase(line, "Received:") ||
            StartsWithAnyCase(line, "Message-ID:");
  }
  return from && about;
}

/// libmagic guesses at sources by a few words; most of them are somebody's notes or a device's
/// configuration. What would run where it is opened keeps its name.
bool IsHarmlessSource(std::string_view type) {
  static constexpr std::string_view kSources[] = {
      "text/x-c",           "text/x-c++",  "text/x-java",     "text/x-diff",   "text/x-asm",
      "text/x-tex",         "text/troff",  "text/x-bibtex",   "text/x-po",     "text/x-setext",
      "text/vcard",         "text/x-info", "text/x-makefile", "text/calendar", "text/PGP",
      "text/x-objective-c", "text/x-m4",   "text/x-fortran"};
  return std::ranges::find(kSources, type) != std::end(kSources);
}

std::string OfText(std::string type, std::string_view head) {
  constexpr std::string_view kMark("\xEF\xBB\xBF", 3);
  if (head.starts_with(kMark)) head.remove_prefix(kMark.size());
  if (head.starts_with("#!")) return "text/x-shellscript";
  if (head.starts_with("MZ") && head.substr(0, 64).find('\0') != std::string_view::npos) {
    return "application/x-dosexec";
  }
  const std::string_view first = head.substr(0, 4096);
  if (type == "text/xml" && first.find("<?mso-application") != std::string_view::npos) {
    return "application/x-office-2003-xml";
  }
  if (type == "message/rfc822" || type == kText || IsHarmlessSource(type)) {
    if (StartsWithAnyCase(head, "MIME-Version:") &&
        first.find("multipart/related") != std::string_view::npos && !IsMail(head)) {
      return "application/x-mimearchive";
    }
    if (IsMail(head)) return "message/rfc822";
    return std::string(kText);  // libmagic asks for no more than a first word
  }
  return type;
}

}  // namespace

std::string RefinedType(std::string type, const FileBytes& bytes) {
  const std::string head = bytes.Head(kHeadBytes);
  if (type == "application/x-dosexec" && !head.starts_with("MZ") && IsTextual(head)) type = kText;
  const bool open = type == kUnknown || type == kText;
  if (head.starts_with("PK\3\4") && (type == kZip || type == kUnknown)) {
    return OfZip(head, bytes);
  }
  if (head.starts_with("\xd0\xcf\x11\xe0")) return OfCompoundFile(std::move(type), bytes);
  if (head.size() >= 16 && head.substr(4, 4) == "ftyp") return OfBrands(std::move(type), head);
  if (open && IsPdfBehindOtherBytes(bytes)) return "application/pdf";
  if (type == kUnknown) {  // a text may begin with the same letters
    for (const Beginning& one : kBeginnings) {
      if (head.starts_with(one.bytes)) return std::string(one.type);
    }
  }
  if (type.starts_with("text/") || type == "message/rfc822" || type == kUnknown) {
    return OfText(std::move(type), head);
  }
  return type;
}

}  // namespace shouze
