#pragma once

#include <string>

#include "base/result.h"
#include "documents/document.h"
#include "documents/workbook.h"

/// Documents as files. Safe to be called from several threads at once.
namespace shouze::documents {

/// A4, with the fonts embedded. Errors: kNotFound where the machine has no Chinese font, naming the
/// package that brings one.
Result<std::string> WritePdf(const Document& document);

/// Office Open XML. Fonts are named as the standard has them (方正小标宋, 仿宋, 黑体, 楷体), not
/// embedded.
std::string WriteDocx(const Document& document);

/// Office Open XML. No text of it is ever a formula.
std::string WriteXlsx(const Workbook& workbook);

}  // namespace shouze::documents
