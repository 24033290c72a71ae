#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <type_traits>

#include "base/check.h"
#include "base/text.h"
#include "documents/text.h"
#include "documents/write.h"

namespace shouze::documents {
namespace {

constexpr std::size_t kNameMax = 31;      ///< Characters of a sheet's name.
constexpr std::size_t kCellMax = 32'000;  ///< Characters of a cell; Excel's limit is 32,767.

/// `text` cut to so many characters, `…` then at its end.
std::string Shortened(const std::string& text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && ++count > most) return text.substr(0, i) + "…";
  }
  return text;
}

std::string SheetName(const std::string& name, std::set<std::string>& used) {
  std::string safe;
  for (const char letter : CleanText(name)) {
    const bool refused = std::string_view("[]:*?/\\'\n").find(letter) != std::string_view::npos;
    safe += refused ? '_' : letter;
  }
  safe = Shortened(safe.empty() ? "1" : safe, kNameMax - 4);
  std::string unique = safe;
  for (int i = 2; !used.insert(unique).second; ++i) unique = Concat(safe, " ", i);
  return unique;
}

/// The file's bytes live in memory only: what a year says is no business of /tmp.
class MemoryFile {
 public:
  MemoryFile() : handle_(memfd_create("workbook", MFD_CLOEXEC)) {
    if (handle_ < 0) throw std::runtime_error("memfd_create failed");
  }
  ~MemoryFile() { close(handle_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return Concat("/proc/self/fd/", handle_); }
  std::string Read() const {
    std::string bytes;
    char piece[1 << 16];
    while (true) {
      const ssize_t got = pread(handle_, piece, sizeof piece, static_cast<off_t>(bytes.size()));
      if (got < 0) throw std::runtime_error("a workbook could not be read back");
      if (got == 0) return bytes;
      bytes.append(piece, static_cast<std::size_t>(got));
    }
  }

 private:
  int handle_;
};

/// How cells look.
struct Formats {
  lxw_format* title;
  lxw_format* head;
  lxw_format* text;
  lxw_format* number;
  lxw_format* points;
  lxw_format* date;

  explicit Formats(lxw_workbook* book)
      : title(workbook_add_format(book)),
        head(workbook_add_format(book)),
        text(workbook_add_format(book)),
        number(workbook_add_format(book)),
        points(workbook_add_format(book)),
        date(workbook_add_format(book)) {
    format_set_bold(title);
    format_set_font_size(title, 14);
    format_set_bold(head);
    format_set_bg_color(head, 0xEFEFEF);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_num_format(points, "0.###");
    format_set_num_format(date, "yyyy-mm-dd");
    format_set_align(date, LXW_ALIGN_LEFT);
    for (lxw_format* one : {head, text, number, points, date}) {
      format_set_border(one, LXW_BORDER_THIN);
      format_set_border_color(one, 0xBFBFBF);
      format_set_text_wrap(one);
      format_set_align(one, LXW_ALIGN_VERTICAL_CENTER);
    }
  }
};

lxw_datetime DateTimeOf(CivilDate date) {
  const YearMonthDay parts = Split(date);
  return {parts.year, parts.month, parts.day, 0, 0, 0};
}

struct CellWriter {
  lxw_worksheet* sheet;
  lxw_row_t row;
  lxw_col_t column;
  const Formats& formats;

  void operator()(std::monostate) const { worksheet_write_blank(sheet, row, column, formats.text); }
  void operator()(const std::string& text) const {
    worksheet_write_string(sheet, row, column, Shortened(CleanText(text), kCellMax).c_str(),
                           formats.text);
  }
  void operator()(std::int64_t number) const {
    worksheet_write_number(sheet, row, column, static_cast<double>(number), formats.number);
  }
  void operator()(Points points) const {
    const bool whole = points.thousandths % 1000 == 0;
    worksheet_write_number(sheet, row, column, static_cast<double>(points.thousandths) / 1000,
                           whole ? formats.number : formats.points);
  }
  void operator()(CivilDate date) const {
    lxw_datetime time = DateTimeOf(date);
    worksheet_write_datetime(sheet, row, column, &time, formats.date);
  }
};

void WriteSheet(lxw_workbook* book, const Formats& formats, const Worksheet& sheet,
                std::set<std::string>& used) {
  lxw_worksheet* const to = workbook_add_worksheet(book, SheetName(sheet.name, used).c_str());
  CHECK(to != nullptr);
  const auto columns = static_cast<lxw_col_t>(sheet.columns.size());
  worksheet_write_string(to, 0, 0, CleanText(sheet.title).c_str(), formats.title);
  worksheet_set_row(to, 0, 24, nullptr);
  for (lxw_col_t i = 0; i < columns; ++i) {
    worksheet_set_column(to, i, i, sheet.columns[i].width, nullptr);
    worksheet_write_string(to, 1, i, CleanText(sheet.columns[i].title).c_str(), formats.head);
  }
  lxw_row_t row = 2;
  for (const auto& values : sheet.rows) {
    for (lxw_col_t i = 0; i < columns && i < values.size(); ++i) {
      std::visit(CellWriter{to, row, i, formats}, values[i]);
    }
    ++row;
  }
  worksheet_freeze_panes(to, 2, static_cast<lxw_col_t>(sheet.fixed_columns));
  if (columns > 0 && !sheet.rows.empty()) {
    worksheet_autofilter(to, 1, 0, row - 1, static_cast<lxw_col_t>(columns - 1));
  }
  worksheet_set_landscape(to);
  worksheet_set_paper(to, 9);  // A4
  worksheet_fit_to_pages(to, 1, 0);
  worksheet_repeat_rows(to, 0, 1);
  worksheet_set_footer(to, "&C— &P —");
}

}  // namespace

std::string WriteXlsx(const Workbook& workbook) {
  const MemoryFile file;
  lxw_workbook* const book = workbook_new(file.path().c_str());
  if (book == nullptr) throw std::runtime_error("a workbook could not be begun");
  std::string title = CleanText(workbook.title);
  std::string author = "Shouze 守责";
  lxw_doc_properties properties = {};
  properties.title = title.data();
  properties.author = author.data();
  properties.created = static_cast<std::time_t>(workbook.made_at.ms / 1000);
  workbook_set_properties(book, &properties);
  const Formats formats(book);
  std::set<std::string> used;
  for (const Worksheet& sheet : workbook.sheets) WriteSheet(book, formats, sheet, used);
  const lxw_error failed = workbook_close(book);
  if (failed != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(failed));
  return file.Read();
}

}  // namespace shouze::documents
