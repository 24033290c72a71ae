#include "system/active_content.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "base/file_name.h"
#include "base/text.h"
#include "system/compound_file.h"
#include "system/pdf_actions.h"
#include "system/zip_directory.h"

namespace shouze {
namespace {

constexpr int kDeepestMax = 2;
constexpr std::size_t kUnpackedBytesMax = std::size_t{128} << 20;
constexpr std::size_t kEntryBytesMax = std::size_t{16} << 20;

Saying HasMacros() {
  return {
      "这份 Office 文档里有宏或 ActiveX 控件，打开它的电脑会运行；请另存为不含宏的 "
      ".docx、.xlsx、.pptx，或打印成 PDF 后再上传",
      "this Office document holds macros or ActiveX, which run where it is opened: save it "
      "without them, or print it to PDF"};
}

Saying HasProgram(std::string_view name) {
  const std::string safe = SafeFileName(name.substr(name.find_last_of("/\\") + 1), 60);
  return {Concat("里面有会在打开的电脑上运行的程序或脚本“", safe, "”；请去掉它再上传"),
          Concat("there is a program or a script in it, \"", safe,
                 "\", which runs where it is opened: take it out and upload the rest")};
}

Saying HasActions(std::string_view action) {
  const bool script = action == "JavaScript";
  return {Concat("这份 PDF 里有", script ? "脚本（JavaScript）" : "启动别的程序的动作（Launch）",
                 "，打开它的电脑会运行；请用浏览器或 WPS 打印成新的 PDF 再上传"),
          Concat("this PDF ", script ? "holds JavaScript" : "starts programs",
                 " where it is opened: print it to a new PDF and upload that")};
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

/// Of a part of an Office document; `name` in lower case.
bool IsMacroPart(std::string_view name) {
  return name.ends_with("vbaproject.bin") || name.ends_with("vbadata.xml") ||
         name.find("/activex/") != std::string_view::npos ||
         name.find("/macrosheets/") != std::string_view::npos;
}

/// A packed file beside its name, from which it was packed. Source: [MS-OLEDS] 2.3.6 and what
/// Windows' packager writes: six bytes, then what it is called up to a zero.
std::optional<std::string> ProgramPackedIn(const CompoundFile& file) {
  const std::string head = file.HeadOf("\1Ole10Native");
  if (head.size() <= 6) return {};
  std::string name = head.substr(6, head.find('\0', 6) - 6);
  if (RunsByItself(name)) return name;
  return {};
}

class Search {
 public:
  std::optional<Saying> In(const FileBytes& bytes, int depth) {
    if (bytes.Head(4) == "\xd0\xcf\x11\xe0") return InCompoundFile(bytes);
    const auto directory = ReadZipDirectory(bytes);
    if (!directory) return {};
    const bool office = std::ranges::any_of(
        directory->entries, [](const ZipEntry& one) { return one.name == "[Content_Types].xml"; });
    for (const ZipEntry& entry : directory->entries) {
      if (auto why = OfEntry(bytes, entry, office, depth)) return why;
    }
    return {};
  }

 private:
  std::optional<Saying> OfEntry(const FileBytes& bytes, const ZipEntry& entry, bool office,
                                int depth) {
    const std::string name = Lower(entry.name);
    if (office && IsMacroPart(name)) return HasMacros();
    if (RunsByItself(entry.name)) return HasProgram(entry.name);
    static constexpr std::string_view kHolders[] = {".zip",  ".docx", ".xlsx", ".pptx",
                                                    ".docm", ".xlsm", ".pptm", ".doc",
                                                    ".xls",  ".ppt",  ".ofd"};
    const bool holds =
        (office && name.find("/embeddings/") != std::string::npos) ||
        std::ranges::any_of(kHolders, [&](std::string_view end) { return name.ends_with(end); });
    if (!holds || depth >= kDeepestMax || unpacked_ >= kUnpackedBytesMax) return {};
    const std::string inner = ReadZipEntry(bytes, entry, kEntryBytesMax);
    unpacked_ += inner.size() + std::min<std::uint64_t>(entry.packed_bytes, kEntryBytesMax) + 1024;
    return In(FileBytesOf(inner), depth + 1);
  }

  static std::optional<Saying> InCompoundFile(const FileBytes& bytes) {
    const auto file = CompoundFile::Open(bytes);
    if (!file) return {};
    if (file->Has("_VBA_PROJECT")) return HasMacros();
    if (const auto program = ProgramPackedIn(*file)) return HasProgram(*program);
    return {};
  }

  std::size_t unpacked_ = 0;
};

}  // namespace

std::optional<Saying> WhyItRuns(std::string_view type, const FileBytes& bytes) {
  if (type == "application/pdf") {
    const std::string action = PdfActionIn(bytes);
    if (action.empty()) return {};
    return HasActions(action);
  }
  const bool holds = type == "application/zip" || type == "application/ofd" ||
                     type.starts_with("application/vnd.openxmlformats-") ||
                     type == "application/msword" || type.starts_with("application/vnd.ms-");
  if (!holds) return {};
  return Search().In(bytes, 0);
}

}  // namespace shouze
