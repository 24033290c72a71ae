#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Values in the text of a PDF's dictionaries, found by their keys; no parser of PDF.
/// Source: ISO 32000-2, 7.3.
namespace shouze {

/// What stands behind `/key`, the first time it stands there as a whole name; empty where it does
/// not.
std::string_view PdfValue(std::string_view text, std::string_view key);

/// A whole number at the beginning of a value.
std::optional<std::int64_t> PdfInteger(std::string_view value);

/// A string, `(…)` or `<…>`, at the beginning of a value.
std::optional<std::string> PdfString(std::string_view value);

/// `12 0` of a value `12 0 R`.
std::optional<std::string> PdfReference(std::string_view value);

}  // namespace shouze
