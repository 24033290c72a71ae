#include "documents/paper.h"

#include <cairo-pdf.h>

#include "base/check.h"
#include "base/text.h"
#include "documents/text.h"

namespace shouze::documents {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kShort = 210 * kPointsPerMm;
constexpr double kLong = 297 * kPointsPerMm;
constexpr char kSong[] = "Noto Serif CJK SC";
constexpr char kHei[] = "Noto Sans CJK SC";

/// 天头, 订口, 切口, 地脚 in millimetres.
struct Margins {
  double top;
  double left;
  double right;
  double bottom;
};
constexpr Margins kLetterMargins = {37, 28, 26, 35};
constexpr Margins kFormMargins = {18, 18, 16, 20};
constexpr Margins kWideMargins = {18, 16, 16, 18};

cairo_status_t Append(void* closure, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

PangoFontDescription* DescriptionOf(const TextStyle& style) {
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family_static(font,
                                           style.face == TextStyle::Face::kHei ? kHei : kSong);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  return font;
}

bool HasChinese(PangoContext* context) {
  const TextStyle style;
  PangoFontDescription* const wanted = DescriptionOf(style);
  PangoFont* const font = pango_context_load_font(context, wanted);
  pango_font_description_free(wanted);
  const bool has = font != nullptr && pango_font_has_char(font, 0x8D23) != 0;  // 责
  if (font != nullptr) g_object_unref(font);
  return has;
}

/// `text` with places to break very long words at: without them Pango takes a time that grows with
/// the square of their length.
std::string Breakable(const std::string& text) {
  constexpr int kWordMax = 200;
  std::string broken;
  int word = 0;
  for (const char letter : text) {
    const bool ascii = static_cast<unsigned char>(letter) < 0x80 && letter > ' ';
    word = ascii ? word + 1 : 0;
    broken += letter;
    if (word == kWordMax) {
      broken += "\u200B";
      word = 0;
    }
  }
  return broken;
}

double Points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

}  // namespace

const Styles& StylesOf(Layout layout) {
  using enum TextStyle::Face;
  static const Styles letter = {.title = {kSong, 22, 36, true},
                                .first = {kHei, 16, 28.95},
                                .second = {kSong, 16, 28.95, true},
                                .body = {kSong, 16, 28.95},
                                .note = {kSong, 12, 20},
                                .table = {kSong, 12, 18}};
  static const Styles form = {.title = {kSong, 18, 28, true},
                              .first = {kHei, 12, 20},
                              .second = {kSong, 10.5, 17, true},
                              .body = {kSong, 10.5, 17},
                              .note = {kSong, 9, 14},
                              .table = {kSong, 9, 13}};
  return layout == Layout::kLetter ? letter : form;
}

TextBox::TextBox(PangoLayout* layout, bool red) : layout_(layout), red_(red) {
  PangoLayoutIter* const at = pango_layout_get_iter(layout);
  do {
    PangoRectangle ink;
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, &ink, &logical);
    PangoLayoutLine* const line = pango_layout_iter_get_line_readonly(at);
    Line one;
    one.top = Points(logical.y);
    one.baseline = Points(pango_layout_iter_get_baseline(at));
    one.height = Points(logical.height);
    one.left = Points(logical.x);
    one.begin = static_cast<std::size_t>(line->start_index);
    one.end = one.begin + static_cast<std::size_t>(line->length);
    one.line = line;
    lines_.push_back(one);
  } while (pango_layout_iter_next_line(at) != 0);
  pango_layout_iter_free(at);
  PangoRectangle all;
  pango_layout_get_extents(layout, nullptr, &all);
  height_ = Points(all.height);
  width_ = Points(all.width);
}

void TextBox::DrawLine(cairo_t* canvas, const Line& line, double x, double y) const {
  cairo_set_source_rgb(canvas, red_ ? 0.84 : 0, 0, 0);
  cairo_move_to(canvas, x + line.left, y + line.baseline - line.top);
  pango_cairo_show_layout_line(canvas, line.line);
}

void TextBox::Draw(cairo_t* canvas, double x, double y) const {
  for (const Line& line : lines_) DrawLine(canvas, line, x, y + line.top);
}

Paper::Paper(const Document& document) : document_(document) {
  const bool wide = document.landscape;
  page_width_ = wide ? kLong : kShort;
  page_height_ = wide ? kShort : kLong;
  const Margins& margins = document.layout == Layout::kLetter ? kLetterMargins
                           : wide                             ? kWideMargins
                                                              : kFormMargins;
  left_ = margins.left * kPointsPerMm;
  top_ = margins.top * kPointsPerMm;
  width_ = page_width_ - left_ - margins.right * kPointsPerMm;
  full_ = page_height_ - top_ - margins.bottom * kPointsPerMm;
  y_ = top_;
  surface_ = cairo_pdf_surface_create_for_stream(Append, &bytes_, page_width_, page_height_);
  canvas_ = cairo_create(surface_);
  // One for all papers, which are written one at a time.
  static PangoFontMap* const fonts = pango_cairo_font_map_new();
  context_ = pango_font_map_create_context(fonts);
  pango_context_set_language(context_, pango_language_from_string("zh-cn"));
  pango_cairo_context_set_resolution(context_, 72);
  pango_context_set_round_glyph_positions(context_, 0);
  cairo_font_options_t* const options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_, options);
  cairo_font_options_destroy(options);
}

Paper::~Paper() {
  g_object_unref(context_);
  cairo_destroy(canvas_);
  cairo_surface_destroy(surface_);
}

Result<std::unique_ptr<Paper>> Paper::Begin(const Document& document) {
  std::unique_ptr<Paper> paper(new Paper(document));
  if (!HasChinese(paper->context_)) {
    return Error{ErrorCode::kNotFound, "",
                 "服务器上没有中文字体，不能生成 PDF：请系统管理员安装软件包 fonts-noto-cjk",
                 "there is no Chinese font on the server: install the package fonts-noto-cjk"};
  }
  const auto set = [&](cairo_pdf_metadata_t what, const std::string& value) {
    cairo_pdf_surface_set_metadata(paper->surface_, what, value.c_str());
  };
  const std::string made = FormatRfc3339(document.made_at, document.offset);
  set(CAIRO_PDF_METADATA_TITLE, CleanText(document.title));
  set(CAIRO_PDF_METADATA_CREATOR, "Shouze 守责");
  set(CAIRO_PDF_METADATA_CREATE_DATE, made);
  set(CAIRO_PDF_METADATA_MOD_DATE, made);
  return paper;
}

TextBox Paper::Text(const std::vector<Run>& runs, const TextStyle& style,
                    const TextSetting& setting) const {
  PangoLayout* const layout = pango_layout_new(context_);
  PangoFontDescription* const font = DescriptionOf(style);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(layout, static_cast<int>(setting.width * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_indent(layout, static_cast<int>(setting.indent * PANGO_SCALE));
  pango_layout_set_alignment(layout, setting.align == Align::kCentre  ? PANGO_ALIGN_CENTER
                                     : setting.align == Align::kRight ? PANGO_ALIGN_RIGHT
                                                                      : PANGO_ALIGN_LEFT);
  PangoAttrList* const marks = pango_attr_list_new();
  pango_attr_list_insert(
      marks, pango_attr_line_height_new_absolute(static_cast<int>(style.line * PANGO_SCALE)));
  std::string text;
  for (const Run& run : runs) {
    const std::size_t begin = text.size();
    text += Breakable(CleanText(run.text));
    if (!run.bold) continue;
    PangoAttribute* const bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    bold->start_index = static_cast<guint>(begin);
    bold->end_index = static_cast<guint>(text.size());
    pango_attr_list_insert(marks, bold);
  }
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  pango_layout_set_attributes(layout, marks);
  pango_attr_list_unref(marks);
  NoteMissing(layout);
  return {layout, style.red};
}

void Paper::NoteMissing(PangoLayout* layout) const {
  if (pango_layout_get_unknown_glyphs_count(layout) == 0) return;
  for (GSList* line = pango_layout_get_lines_readonly(layout); line != nullptr; line = line->next) {
    for (GSList* at = static_cast<PangoLayoutLine*>(line->data)->runs; at != nullptr;
         at = at->next) {
      const PangoGlyphString* const glyphs = static_cast<PangoGlyphItem*>(at->data)->glyphs;
      for (int i = 0; i < glyphs->num_glyphs; ++i) {
        const PangoGlyph glyph = glyphs->glyphs[i].glyph;
        if (glyph != PANGO_GLYPH_INVALID_INPUT && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
          missing_.insert(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        }
      }
    }
  }
}

/// A box in a name is told behind the last words, so that nobody takes it for the name.
void Paper::TellMissing() {
  if (missing_.empty()) return;
  std::vector<std::string> codes;
  for (const PangoGlyph point : missing_) {
    std::string code;
    for (PangoGlyph rest = point; rest != 0; rest /= 16) code += "0123456789ABCDEF"[rest % 16];
    codes.push_back(Concat("U+", std::string(code.rbegin(), code.rend())));
  }
  const TextStyle small = {.size = 8, .line = 11};
  Flow(Text({{Concat("缺字：服务器的字体里没有 ", Join(codes, "、"),
                     "，文中显示为方框；请系统管理员安装含有它的字体后重新生成。")}},
            small, {width_}));
}

void Paper::Flow(const TextBox& text) {
  for (const TextBox::Line& line : text.lines()) {
    if (line.height > room() && !at_top()) NextPage();
    text.DrawLine(canvas_, line, left_, y_);
    y_ += line.height;
  }
}

void Paper::DrawFoot() {
  const bool letter = document_.layout == Layout::kLetter;
  const double y = top_ + full_ + (letter ? 7 : 4) * kPointsPerMm;
  const TextStyle style = letter ? TextStyle{.size = 14, .line = 18} : styles().note;
  const bool odd = page_ % 2 == 1;
  const double in = letter ? 14 : 0;
  const Align align = !letter ? Align::kRight : odd ? Align::kRight : Align::kLeft;
  Text({{Concat("— ", page_, " —")}}, style, {width_ - 2 * in, align}).Draw(canvas_, left_ + in, y);
  if (document_.foot.empty()) return;
  const TextStyle small = {.size = 8, .line = 11};
  Text({{document_.foot}}, small, {width_ * 0.85}).Draw(canvas_, left_, y + (letter ? 20 : 2));
}

void Paper::NextPage() {
  DrawFoot();
  cairo_show_page(canvas_);
  ++page_;
  y_ = top_;
}

std::string Paper::Finish() {
  TellMissing();
  DrawFoot();
  cairo_show_page(canvas_);
  cairo_surface_finish(surface_);
  CHECK(cairo_surface_status(surface_) == CAIRO_STATUS_SUCCESS);
  return std::move(bytes_);
}

}  // namespace shouze::documents
