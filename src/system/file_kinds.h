#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shouze {

/// 文件类型 as people call it: one row for all that is told about a type of files.
struct FileKind {
  /// MIME types (file_type.h), separated by spaces; `video/*` stands for all that begin so.
  std::string_view types;
  std::string_view chinese;  ///< 这是… : `PDF 文件`, `RAR 压缩包`.
  std::string_view english;  ///< This is … : `a PDF`.
  /// How such files' names end, the usual one first, separated by spaces. Empty: they are no
  /// evidence.
  std::string_view endings;
  /// Of what is no evidence: what to do instead.
  std::string_view advice;
  std::string_view english_advice;
};

/// The row of a type; unknown ones have one, too.
const FileKind& FileKindOf(std::string_view type);

/// Whether units may hand in files of this type as evidence: PDF, pictures, Office documents old
/// and new, OFD, plain text, ZIP.
bool MayBeEvidence(std::string_view type);

/// A sentence in both languages.
struct Saying {
  std::string chinese;
  std::string english;
};

/// What a type that is no evidence is and what to do; `name`: what the file is called, where known.
Saying SayingOf(std::string_view type, std::string_view name);

/// Whether a name ends as those of programs, scripts and pages do, which run where they are opened;
/// characters that hide how it ends are seen through.
bool IsNamedAsProgram(std::string_view name);
/// The same of programs and scripts alone.
bool RunsByItself(std::string_view name);
/// That it does, and what to do.
Saying ProgramSaying(std::string_view name);

/// What a file of this type is called wherever it meets somebody's disk: at hand-in, in the ledger,
/// a download, a ZIP. Every system takes it (base/file_name.h, at most `units` long), and it ends
/// as its content is: `扫描件.pdf` that is a JPEG picture is `扫描件.jpg`, a text `通知.bat` is
/// `通知.bat.txt`, what is no evidence ends in `.bin`. Nothing that it gives is changed by it
/// again.
std::string NameFor(std::string_view type, std::string_view name, std::size_t units = 120);

}  // namespace shouze
