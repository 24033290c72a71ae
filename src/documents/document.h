#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/civil.h"

/// 公文: what stands on paper, said once and written as PDF or DOCX. Texts are UTF-8; a line feed
/// begins a new line, other control characters are left out, what is no UTF-8 becomes U+FFFD.
/// Source of the layout: GB/T 9704-2012 党政机关公文格式.
namespace shouze::documents {

/// A piece of a paragraph.
struct Run {
  std::string text;
  bool bold = false;
};

enum class Align { kLeft, kCentre, kRight };

/// 红头: 发文机关标志, 发文字号 (empty: left blank) and the red rule.
struct RedHead {
  std::string organ;
  std::string number;
};

/// 标题, and the two levels below it (一、 in 黑体, （一） in 楷体); the numbering is in the text.
struct Heading {
  int level = 0;  ///< 0–2.
  std::string text;
};

/// 正文; its first line stands two characters in.
struct Paragraph {
  std::vector<Run> runs;
  Align align = Align::kLeft;
  bool indented = true;
  bool small = false;  ///< A note.
};

/// One place of a table; it may reach over several columns and rows.
struct Cell {
  std::string text;
  Align align = Align::kLeft;
  bool bold = false;
  int columns = 1;
  int rows = 1;
};
using TableRow = std::vector<Cell>;

/// Rows stay whole where a page has room for them; the header is repeated on every page. Places
/// that a cell from above reaches into are left out of their row, as in HTML.
struct Table {
  std::vector<int> widths;  ///< In parts of the whole.
  int header_rows = 0;
  std::vector<TableRow> rows;
};

/// 署名和成文日期: lines at the right, four characters in.
struct Signature {
  std::vector<std::string> lines;
};

/// 签字栏: places to sign, side by side, stamp and date below them.
struct SignPlaces {
  std::vector<std::string> labels;
};

/// A code to be scanned, and what it is for beside it.
struct QrCode {
  std::string text;
  std::string caption;
};

struct PageBreak {};

using Block =
    std::variant<RedHead, Heading, Paragraph, Table, Signature, SignPlaces, QrCode, PageBreak>;

/// 公文 (三号, 22 lines to a page) or a form (五号, narrow margins).
enum class Layout { kLetter, kForm };

/// One document.
struct Document {
  std::string title;
  Layout layout = Layout::kLetter;
  bool landscape = false;
  std::string foot;  ///< Stands small at the foot of each page, beside its number; may be empty.
  Instant made_at;   ///< Stands in the file's properties: the same document is the same bytes.
  UtcOffset offset;
  std::vector<Block> blocks;
};

/// A paragraph of one plain piece.
inline Paragraph Plain(std::string text) { return {{{std::move(text)}}}; }

}  // namespace shouze::documents
