#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "documents/document.h"
#include "documents/workbook.h"
#include "inspection/folder.h"
#include "papers/papers.h"

/// 索引: what lies in the ZIP, on paper and as a workbook, and the digest of every file.
namespace shouze::inspection {

/// 网络安全责任制落实考核 迎检材料索引. Of one unit: line by line, the tasks, what was handed in,
/// the files, the records. Of several: first what each has, then about half a page each: the files
/// and what is open, the rest in numbers.
documents::Document IndexDocument(const papers::Letterhead& head, std::span<const UnitFolder> units,
                                  std::string_view title);

/// The same as sheets: 材料, 台账.
documents::Workbook IndexWorkbook(const papers::Letterhead& head, std::span<const UnitFolder> units,
                                  std::string_view title);

/// A file of the ZIP and its SHA-256.
struct Sum {
  std::string path;
  std::string digest;
};

/// `sha256sum -c` reads it.
std::string SumsText(std::span<const Sum> sums);

}  // namespace shouze::inspection
