#include <algorithm>
#include <mutex>

#include "documents/paper.h"
#include "documents/qr.h"
#include "documents/write.h"

namespace shouze::documents {
namespace {

constexpr double kQrSide = 72;
constexpr double kSignHeight = 64;

/// Draws each kind of block.
struct BlockWriter {
  Paper& paper;
  Layout layout;

  double em() const { return paper.styles().body.size; }
  bool letter() const { return layout == Layout::kLetter; }

  void operator()(const RedHead& head) const {
    const double rule = paper.width();
    TextStyle organ = {
        .size = letter() ? 34.0 : 24.0, .line = letter() ? 48.0 : 34.0, .bold = true, .red = true};
    // A long name is set smaller so that it stays on one line.
    const auto wide = [&] { return paper.Text({{head.organ}}, organ, {10000}).width(); };
    while (organ.size > 16 && wide() > rule) organ.size -= 1;
    paper.Flow(paper.Text({{head.organ}}, organ, {rule, Align::kCentre}));
    paper.MoveDown(em());
    if (!head.number.empty()) {
      paper.Flow(paper.Text({{head.number}}, paper.styles().body, {rule, Align::kCentre}));
    }
    paper.MoveDown(11);
    cairo_t* const canvas = paper.canvas();
    cairo_set_source_rgb(canvas, 0.84, 0, 0);
    cairo_set_line_width(canvas, 1.5);
    cairo_move_to(canvas, paper.left(), paper.y());
    cairo_line_to(canvas, paper.left() + rule, paper.y());
    cairo_stroke(canvas);
    paper.MoveDown(paper.styles().body.line);
  }

  void operator()(const Heading& heading) const {
    const Styles& styles = paper.styles();
    if (heading.level == 0) {
      paper.Flow(paper.Text({{heading.text}}, styles.title, {paper.width(), Align::kCentre}));
      paper.MoveDown(styles.body.line * (letter() ? 1 : 0.4));
      return;
    }
    const TextStyle& style = heading.level == 1 ? styles.first : styles.second;
    // It does not stand alone at a page's end.
    if (paper.room() < 3 * style.line && !paper.at_top()) paper.NextPage();
    if (!letter() && !paper.at_top()) paper.MoveDown(4);
    paper.Flow(paper.Text({{heading.text}}, style,
                          {paper.width(), Align::kLeft, letter() ? 2 * style.size : 0}));
  }

  void operator()(const Paragraph& paragraph) const {
    const TextStyle& style = paragraph.small ? paper.styles().note : paper.styles().body;
    const double indent = paragraph.indented ? 2 * style.size : 0;
    paper.Flow(paper.Text(paragraph.runs, style, {paper.width(), paragraph.align, indent}));
  }

  void operator()(const Table& table) const {
    if (!paper.at_top()) paper.MoveDown(4);
    FlowTable(paper, table);
    paper.MoveDown(8);
  }

  void operator()(const Signature& signature) const {
    const TextStyle& style = paper.styles().body;
    const double height = static_cast<double>(signature.lines.size() + 2) * style.line;
    if (height > paper.room() && !paper.at_top()) paper.NextPage();
    paper.MoveDown(2 * style.line);
    // Centred on the widest, whose end stands four characters in.
    double widest = 0;
    for (const std::string& line : signature.lines) {
      widest = std::max(widest, paper.Text({{line}}, style, {10000}).width());
    }
    widest = std::min(widest + 1, paper.width() - 4 * em());
    const double left = paper.left() + paper.width() - 4 * em() - widest;
    for (const std::string& line : signature.lines) {
      const TextBox text = paper.Text({{line}}, style, {widest, Align::kCentre});
      text.Draw(paper.canvas(), left, paper.y());
      paper.MoveDown(text.height());
    }
  }

  void operator()(const SignPlaces& places) const {
    if (places.labels.empty()) return;
    if (kSignHeight + 12 > paper.room() && !paper.at_top()) paper.NextPage();
    paper.MoveDown(8);
    const double width = paper.width() / static_cast<double>(places.labels.size());
    double x = paper.left();
    TextStyle style = paper.styles().table;
    style.size = std::min(style.size, 10.5);
    for (const std::string& label : places.labels) {
      cairo_t* const canvas = paper.canvas();
      cairo_set_source_rgb(canvas, 0, 0, 0);
      cairo_set_line_width(canvas, 0.5);
      cairo_rectangle(canvas, x, paper.y(), width, kSignHeight);
      cairo_stroke(canvas);
      paper.Text({{label}}, style, {width - 12}).Draw(canvas, x + 6, paper.y() + 5);
      paper.Text({{"年　　月　　日"}}, style, {width - 12, Align::kRight})
          .Draw(canvas, x + 6, paper.y() + kSignHeight - style.line - 5);
      x += width;
    }
    paper.MoveDown(kSignHeight + 4);
  }

  void operator()(const QrCode& code) const {
    const QrModules modules = MakeQr(code.text);
    const TextBox caption =
        paper.Text({{code.caption}}, paper.styles().note, {paper.width() - kQrSide - 12});
    const double height = std::max(kQrSide, caption.height());
    if (height + 8 > paper.room() && !paper.at_top()) paper.NextPage();
    paper.MoveDown(8);
    cairo_t* const canvas = paper.canvas();
    cairo_set_source_rgb(canvas, 0, 0, 0);
    const double side = kQrSide / modules.size;
    for (int row = 0; row < modules.size; ++row) {
      for (int column = 0; column < modules.size; ++column) {
        if (!modules.At(row, column)) continue;
        cairo_rectangle(canvas, paper.left() + column * side, paper.y() + row * side, side, side);
      }
    }
    cairo_fill(canvas);
    caption.Draw(canvas, paper.left() + kQrSide + 12,
                 paper.y() + std::max(0.0, (kQrSide - caption.height()) / 2));
    paper.MoveDown(height);
  }

  void operator()(const PageBreak&) const {
    if (!paper.at_top()) paper.NextPage();
  }
};

}  // namespace

Result<std::string> WritePdf(const Document& document) {
  // One at a time: what a document needs of memory is then needed once, and all share their fonts.
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  auto paper = Paper::Begin(document);
  if (!paper) return paper.error();
  for (const Block& block : document.blocks) {
    std::visit(BlockWriter{**paper, document.layout}, block);
  }
  return (*paper)->Finish();
}

}  // namespace shouze::documents
