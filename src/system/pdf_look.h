#pragma once

#include <optional>

#include "system/file_bytes.h"

namespace shouze {

/// What keeps everybody from reading a PDF.
enum class PdfFault {
  kCut,       ///< Its end is missing.
  kPassword,  ///< It asks for one when it is opened.
  kNoPages,
};

/// What can be told for sure from its ends and a few objects; nothing is inflated or drawn. Absent
/// for what readers open, however unusual: appended versions, cross-reference streams, tables that
/// point elsewhere, bytes before `%PDF` or behind the end.
/// Source: ISO 32000-2, 7.5, annex F (linearised files).
std::optional<PdfFault> FaultOfPdf(const FileBytes& bytes);

/// Whether a file is a PDF behind up to 1 KB of other bytes, which readers pass over.
bool IsPdfBehindOtherBytes(const FileBytes& bytes);

}  // namespace shouze
