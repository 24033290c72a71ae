#include <algorithm>
#include <iterator>
#include <numeric>

#include "documents/grid.h"
#include "documents/paper.h"

namespace shouze::documents {
namespace {

constexpr double kPadX = 3.5;
constexpr double kPadY = 3;
constexpr double kLine = 0.5;

/// Where the columns begin; the last one's end.
std::vector<double> EdgesOf(const Table& table, double width) {
  const double parts = std::accumulate(table.widths.begin(), table.widths.end(), 0.0);
  std::vector<double> edges = {0};
  for (const int part : table.widths) edges.push_back(edges.back() + width * part / parts);
  return edges;
}

/// One table on its way.
class Flow {
 public:
  Flow(Paper& paper, const Table& table)
      : paper_(paper), table_(table), edges_(EdgesOf(table, paper.width())) {
    SplitTallRows();
    Measure();
  }

  void Run() {
    const int rows = static_cast<int>(heights_.size());
    const double header = Height(0, header_rows_);
    // A header stays with the first row under it.
    const int least = std::min(rows, header_rows_ + 1);
    if (Height(0, least) > paper_.room() && !paper_.at_top()) paper_.NextPage();
    double room = paper_.room();
    int first = 0;
    for (int row = 0; row < rows; ++row) {
      const double height = Height(first, row + 1);
      if (height <= room || row == first) continue;
      Draw(first, row, first > 0);
      paper_.NextPage();
      first = row;
      room = paper_.room() - header;
    }
    Draw(first, rows, first > 0);
  }

 private:
  struct Box {
    Placed at;
    TextBox text;
  };

  static int Top(const Placed& at) { return static_cast<int>(at.row); }
  static int End(const Placed& at) { return Top(at) + at.rows; }
  double Height(int first, int last) const {
    return std::accumulate(heights_.begin() + first, heights_.begin() + last, 0.0);
  }

  TextBox TextOf(const Cell& cell, double width) const {
    TextStyle style = paper_.styles().table;
    style.bold = cell.bold;
    return paper_.Text({{cell.text}}, style, {width - 2 * kPadX, cell.align});
  }

  double WidthOf(const Placed& at) const {
    return edges_[static_cast<std::size_t>(at.column + at.columns)] -
           edges_[static_cast<std::size_t>(at.column)];
  }

  /// A row that no page has room for becomes several, its texts going on in the next.
  void SplitTallRows() {
    const bool header = table_.header_rows > 0;
    const double most = header ? paper_.full() / 2 : paper_.full() - 2 * kPadY;
    auto placed = PlaceCells(table_);
    for (std::size_t i = 0; i < placed.size();) {
      const std::size_t row = placed[i].row;
      std::vector<TableRow> more;
      for (std::size_t column = 0; i < placed.size() && placed[i].row == row; ++i) {
        if (placed[i].rows > 1) continue;
        Cell& cell = table_.rows[row][placed[i].index];
        const std::vector<std::string> pieces = Pieces(TextOf(cell, WidthOf(placed[i])), most);
        cell.text = pieces[0];
        for (std::size_t piece = 1; piece < std::max(pieces.size(), more.size() + 1); ++piece) {
          if (more.size() < piece) more.push_back(EmptyRow(placed, row));
          if (piece < pieces.size()) more[piece - 1][column].text = pieces[piece];
        }
        ++column;
      }
      if (more.empty()) continue;
      const std::size_t last = row + more.size();
      Insert(row, std::move(more), placed);
      placed = PlaceCells(table_);
      while (i < placed.size() && placed[i].row <= last) ++i;
    }
  }

  /// The cells of a row that end in it, without their texts.
  TableRow EmptyRow(const std::vector<Placed>& placed, std::size_t row) const {
    TableRow cells;
    for (const Placed& at : placed) {
      if (at.row != row || at.rows > 1) continue;
      cells.push_back(at.In(table_));
      cells.back().text.clear();
    }
    return cells;
  }

  /// A text in as many pieces as it takes for each to be no higher than `most`.
  static std::vector<std::string> Pieces(const TextBox& text, double most) {
    const std::string whole = text.text();
    std::vector<std::string> pieces;
    std::size_t begin = 0;
    double top = 0;
    for (const TextBox::Line& line : text.lines()) {
      if (line.top + line.height <= top + most || line.begin == begin) continue;
      pieces.push_back(whole.substr(begin, line.begin - begin));
      begin = line.begin;
      top = line.top;
    }
    pieces.push_back(whole.substr(begin));
    return pieces;
  }

  /// What reaches over the row reaches over the new ones below it too.
  void Insert(std::size_t row, std::vector<TableRow> more, const std::vector<Placed>& placed) {
    for (const Placed& at : placed) {
      const bool over = at.row <= row && at.row + static_cast<std::size_t>(at.rows) > row;
      if (at.rows > 1 && over) table_.rows[at.row][at.index].rows += static_cast<int>(more.size());
    }
    table_.rows.insert(table_.rows.begin() + static_cast<std::ptrdiff_t>(row) + 1,
                       std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  void Measure() {
    heights_.assign(table_.rows.size(), paper_.styles().table.line + 2 * kPadY);
    for (const Placed& at : PlaceCells(table_)) {
      boxes_.push_back({at, TextOf(at.In(table_), WidthOf(at))});
    }
    const auto grow = [&](const Box& box) {
      const double height = box.text.height() + 2 * kPadY;
      const double has = Height(Top(box.at), End(box.at));
      double& last = heights_[static_cast<std::size_t>(End(box.at) - 1)];
      if (height > has) last = std::min(last + height - has, paper_.full());
    };
    for (const Box& box : boxes_) {
      if (box.at.rows == 1) grow(box);
    }
    for (const Box& box : boxes_) {
      if (box.at.rows > 1) grow(box);
    }
    header_rows_ = std::min(table_.header_rows, static_cast<int>(heights_.size()));
    if (Height(0, header_rows_) > paper_.full() / 2) header_rows_ = 0;
  }

  /// Rows [first, last) here, under the header again where it is wanted.
  void Draw(int first, int last, bool with_header) {
    if (with_header) DrawRows(0, header_rows_);
    DrawRows(first, last);
  }

  void DrawRows(int first, int last) {
    for (const Box& box : boxes_) {
      const int from = std::max(first, Top(box.at));
      const int to = std::min(last, End(box.at));
      if (from >= to) continue;
      DrawBox(box, paper_.y() + Height(first, from), Height(from, to));
    }
    paper_.MoveDown(Height(first, last));
  }

  void DrawBox(const Box& box, double y, double height) const {
    cairo_t* const canvas = paper_.canvas();
    const double x = paper_.left() + edges_[static_cast<std::size_t>(box.at.column)];
    const double width = WidthOf(box.at);
    cairo_rectangle(canvas, x, y, width, height);
    if (Top(box.at) < table_.header_rows) {
      cairo_set_source_rgb(canvas, 0.94, 0.94, 0.94);
      cairo_fill_preserve(canvas);
    }
    cairo_set_source_rgb(canvas, 0, 0, 0);
    cairo_set_line_width(canvas, kLine);
    cairo_stroke(canvas);
    cairo_save(canvas);
    cairo_rectangle(canvas, x, y, width, height);
    cairo_clip(canvas);
    const double over = height - box.text.height();
    box.text.Draw(canvas, x + kPadX, y + (over > 2 * kPadY ? over / 2 : kPadY));
    cairo_restore(canvas);
  }

  Paper& paper_;
  Table table_;  ///< A copy: tall rows are split in it.
  std::vector<double> edges_;
  std::vector<Box> boxes_;
  std::vector<double> heights_;
  int header_rows_ = 0;
};

}  // namespace

void FlowTable(Paper& paper, const Table& table) {
  if (table.rows.empty() || table.widths.empty()) return;
  Flow(paper, table).Run();
}

}  // namespace shouze::documents
