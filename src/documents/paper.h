#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "documents/document.h"

/// Pages of a PDF on their way: what the blocks of a document are drawn on. Units: points (1/72
/// inch) from the top left.
namespace shouze::documents {

/// How a text looks.
struct TextStyle {
  enum class Face { kSong, kHei };
  Face face = Face::kSong;
  double size = 16;
  double line = 28.95;  ///< From one line to the next.
  bool bold = false;
  bool red = false;
};

/// The styles of a document.
struct Styles {
  TextStyle title;
  TextStyle first;   ///< 一、
  TextStyle second;  ///< （一）
  TextStyle body;
  TextStyle note;
  TextStyle table;
};
const Styles& StylesOf(Layout layout);

/// A text broken into lines.
class TextBox {
 public:
  struct Line {
    double top = 0;
    double baseline = 0;  ///< Both from the text's top.
    double height = 0;
    double left = 0;
    std::size_t begin = 0;  ///< Bytes of text().
    std::size_t end = 0;
    PangoLayoutLine* line = nullptr;
  };

  TextBox(PangoLayout* layout, bool red);
  double height() const { return height_; }
  double width() const { return width_; }
  const std::vector<Line>& lines() const { return lines_; }
  std::string text() const { return pango_layout_get_text(layout_.get()); }
  /// One of its lines with the text's left top at (x, y) less the line's own top.
  void DrawLine(cairo_t* canvas, const Line& line, double x, double y) const;
  void Draw(cairo_t* canvas, double x, double y) const;

 private:
  struct Unref {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  std::unique_ptr<PangoLayout, Unref> layout_;
  std::vector<Line> lines_;
  double height_ = 0;
  double width_ = 0;
  bool red_ = false;
};

/// How a text is set.
struct TextSetting {
  double width = 0;
  Align align = Align::kLeft;
  double indent = 0;  ///< Of the first line.
};

/// The pages of one PDF: where the next thing is set, and what is set there.
class Paper {
 public:
  /// Errors: no Chinese font.
  static Result<std::unique_ptr<Paper>> Begin(const Document& document);
  ~Paper();
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;

  const Styles& styles() const { return StylesOf(document_.layout); }
  double left() const { return left_; }
  double width() const { return width_; }
  /// The text's height on an empty page, and what of it is left on this one.
  double full() const { return full_; }
  double room() const { return top_ + full_ - y_; }
  bool at_top() const { return y_ == top_; }
  double y() const { return y_; }
  void MoveDown(double by) { y_ += by; }
  void NextPage();
  cairo_t* canvas() const { return canvas_; }

  TextBox Text(const std::vector<Run>& runs, const TextStyle& style,
               const TextSetting& setting) const;
  /// Draws the text here, over as many pages as it takes.
  void Flow(const TextBox& text);

  /// Characters that no font of the machine has: set as boxes, and told behind the last words.
  const std::set<PangoGlyph>& missing() const { return missing_; }

  /// The file.
  std::string Finish();

 private:
  explicit Paper(const Document& document);
  void DrawFoot();
  void NoteMissing(PangoLayout* layout) const;
  void TellMissing();

  const Document& document_;
  std::string bytes_;
  cairo_surface_t* surface_ = nullptr;
  cairo_t* canvas_ = nullptr;
  PangoContext* context_ = nullptr;
  double page_width_ = 0;
  double page_height_ = 0;
  double left_ = 0;
  double top_ = 0;
  double width_ = 0;
  double full_ = 0;
  double y_ = 0;
  int page_ = 1;
  mutable std::set<PangoGlyph> missing_;
};

/// Draws a table here, over as many pages as it takes.
void FlowTable(Paper& paper, const Table& table);

}  // namespace shouze::documents
