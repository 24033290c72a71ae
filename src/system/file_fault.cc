#include "system/file_fault.h"

#include <algorithm>

#include "base/text.h"
#include "system/active_content.h"
#include "system/compound_file.h"
#include "system/pdf_look.h"
#include "system/zip_directory.h"

namespace shouze {
namespace {

/// No file that shows anything is shorter.
constexpr std::int64_t kBytesMin = 16;

Saying Locked(std::string_view what, std::string_view english) {
  return {Concat("这份", what, "设有打开密码，审核的人打不开；请去掉密码后另存，再上传"),
          Concat("this ", english,
                 " asks for a password, and reviewers cannot open it: save it without one")};
}
Saying CutShort(std::string_view what, std::string_view english) {
  return {Concat("这份", what,
                 "不完整，缺少结尾，可能没有下载完或没有复制完；请检查原文件能否打开，再重新上传"),
          Concat("this ", english,
                 " is cut short: see whether the original opens and upload it again")};
}

/// Without its article.
std::string_view Bare(const FileKind& kind) {
  return kind.english.substr(kind.english.find(' ') + 1);
}

std::optional<Saying> OfPdf(const FileBytes& bytes) {
  const auto fault = FaultOfPdf(bytes);
  if (!fault) return {};
  switch (*fault) {
    case PdfFault::kCut:
      return CutShort(" PDF ", "PDF");
    case PdfFault::kPassword:
      return Locked(" PDF ", "PDF");
    case PdfFault::kNoPages:
      return Saying{"这份 PDF 里一页也没有；请检查原文件，重新导出后再上传",
                    "this PDF has no pages: make it anew"};
  }
  return {};
}

std::optional<Saying> OfZip(std::string_view type, const FileBytes& bytes) {
  const FileKind& kind = FileKindOf(type);
  const auto directory = ReadZipDirectory(bytes);
  if (!directory) return CutShort(Concat(" ", kind.chinese), Bare(kind));
  if (directory->split) {
    return Saying{"这是分卷压缩包中的一卷，单独打不开；请重新压缩成一个 ZIP 再上传",
                  "this is one volume of several, which opens by itself nowhere: pack one ZIP"};
  }
  const auto& entries = directory->entries;
  if (std::ranges::any_of(entries, &ZipEntry::encrypted)) {
    return Locked(Concat(" ", kind.chinese), Bare(kind));
  }
  if (type == "application/zip" &&
      std::ranges::all_of(entries, [](const ZipEntry& one) { return one.bytes == 0; })) {
    return Saying{"这个压缩包里没有文件，或者都是空文件；请检查后重新压缩",
                  "nothing is in this ZIP, or only empty files: pack it anew"};
  }
  return {};
}

/// Source: [MS-DOC] 2.5.2, FibBase.fEncrypted.
bool IsLockedDoc(const CompoundFile& file) {
  constexpr std::size_t kFlagsAt = 0x0A;
  constexpr std::uint64_t kEncrypted = 0x0100;
  return (LittleEndian(file.HeadOf("WordDocument"), kFlagsAt, 2) & kEncrypted) != 0;
}

/// FilePass stands among the first records. Source: [MS-XLS] 2.4.117.
bool IsLockedXls(const CompoundFile& file) {
  constexpr std::uint64_t kFilePass = 0x2F;
  const std::string head = file.HeadOf(file.Has("Workbook") ? "Workbook" : "Book");
  std::size_t at = 0;
  for (int records = 0; records < 8 && at + 4 <= head.size(); ++records) {
    if (LittleEndian(head, at, 2) == kFilePass) return true;
    at += 4 + LittleEndian(head, at + 2, 2);
  }
  return false;
}

/// Source: [MS-PPT] 2.3.2, CurrentUserAtom.headerToken.
bool IsLockedPpt(const CompoundFile& file) {
  constexpr std::size_t kTokenAt = 12;
  constexpr std::uint64_t kEncrypted = 0xF3D1C4DF;
  return LittleEndian(file.HeadOf("Current User"), kTokenAt, 4) == kEncrypted;
}

std::optional<Saying> OfOldOffice(std::string_view type, const FileBytes& bytes) {
  const auto file = CompoundFile::Open(bytes);
  if (!file) return {};
  const bool locked = type == "application/msword"         ? IsLockedDoc(*file)
                      : type == "application/vnd.ms-excel" ? IsLockedXls(*file)
                                                           : IsLockedPpt(*file);
  if (!locked) return {};
  const FileKind& kind = FileKindOf(type);
  return Locked(Concat(" ", kind.chinese), Bare(kind));
}

std::optional<Saying> FaultOf(std::string_view type, const FileBytes& bytes) {
  if (type == "application/pdf") return OfPdf(bytes);
  if (type == "application/zip" || type == "application/ofd" ||
      type.starts_with("application/vnd.openxmlformats-")) {
    return OfZip(type, bytes);
  }
  if (type == "application/msword" || type == "application/vnd.ms-excel" ||
      type == "application/vnd.ms-powerpoint") {
    return OfOldOffice(type, bytes);
  }
  return {};
}

}  // namespace

std::optional<Saying> WhyNoEvidence(std::string_view type, std::string_view name,
                                    const FileBytes& bytes) {
  if (bytes.size == 0) return SayingOf("application/x-empty", name);
  if (!MayBeEvidence(type) && bytes.size >= kBytesMin) return SayingOf(type, name);
  if (IsNamedAsProgram(name)) return ProgramSaying(name);
  if (bytes.size < kBytesMin) {
    return Saying{
        Concat("这个文件只有 ", bytes.size, " 个字节，没有可以作为佐证的内容；请检查后重新选择"),
        Concat("the file has ", bytes.size, " bytes, which prove nothing: choose another")};
  }
  if (auto fault = FaultOf(type, bytes)) return fault;
  return WhyItRuns(type, bytes);
}

}  // namespace shouze
