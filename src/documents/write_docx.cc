#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "base/text.h"
#include "documents/docx_styles.h"
#include "documents/grid.h"
#include "documents/package.h"
#include "documents/qr.h"
#include "documents/text.h"
#include "documents/write.h"

namespace shouze::documents {
namespace {

using pugi::xml_node;

constexpr int kEmuPerPoint = 12700;
constexpr int kQrPoints = 72;

std::string AlignName(Align align) {
  return align == Align::kCentre ? "center" : align == Align::kRight ? "right" : "left";
}

void Set(xml_node node, const char* element, const char* attribute, const std::string& value) {
  node.append_child(element).append_attribute(attribute) = value.c_str();
}

/// The body of a document in the making.
class Body {
 public:
  Body(const Document& document, xml_node body) : document_(document), body_(body) {}

  void Write() {
    for (const Block& block : document_.blocks) {
      std::visit([this](const auto& one) { Add(one); }, block);
    }
    AddSection();
  }

  /// The pictures, by their names in the package.
  const std::vector<std::string>& pictures() const { return pictures_; }

 private:
  /// An empty paragraph of a style.
  static xml_node Begin(xml_node in, const char* style, Align align = Align::kLeft) {
    xml_node paragraph = in.append_child("w:p");
    xml_node properties = paragraph.append_child("w:pPr");
    Set(properties, "w:pStyle", "w:val", style);
    if (align != Align::kLeft) Set(properties, "w:jc", "w:val", AlignName(align));
    return paragraph;
  }

  static void AddText(xml_node paragraph, const std::string& text, bool bold = false) {
    xml_node run = paragraph.append_child("w:r");
    if (bold) run.append_child("w:rPr").append_child("w:b");
    const std::string clean = CleanText(text);
    std::size_t begin = 0;
    while (true) {
      const std::size_t end = clean.find('\n', begin);
      xml_node piece = run.append_child("w:t");
      piece.append_attribute("xml:space") = "preserve";
      piece.text().set(clean.substr(begin, end - begin).c_str());
      if (end == std::string::npos) return;
      run.append_child("w:br");
      begin = end + 1;
    }
  }

  void Add(const RedHead& head) {
    xml_node organ = Begin(body_, "Organ", Align::kCentre);
    AddText(organ, head.organ);
    // A long name is set smaller so that it stays on one line.
    const PageSize page = PageSizeOf(document_.layout, document_.landscape);
    const int letters = std::max(1, (DisplayWidth(head.organ) + 1) / 2);
    const int fits = (page.width - page.left - page.right) / 10 / letters;
    if (fits < (document_.layout == Layout::kLetter ? 68 : 48)) {
      xml_node run = organ.child("w:r");
      Set(run.prepend_child("w:rPr"), "w:sz", "w:val", std::to_string(std::max(fits, 32)));
    }
    AddText(Begin(body_, "Number", Align::kCentre), head.number);
  }

  void Add(const Heading& heading) {
    static constexpr const char* kNames[] = {"Title", "Heading1", "Heading2"};
    AddText(Begin(body_, kNames[std::clamp(heading.level, 0, 2)],
                  heading.level == 0 ? Align::kCentre : Align::kLeft),
            heading.text);
  }

  void Add(const Paragraph& paragraph) {
    xml_node to = Begin(body_, paragraph.small ? "Note" : "Normal", paragraph.align);
    if (!paragraph.indented) {
      xml_node indent = to.child("w:pPr").append_child("w:ind");
      indent.append_attribute("w:firstLineChars") = "0";
      indent.append_attribute("w:firstLine") = "0";
      // The schema has `ind` before `jc`.
      if (xml_node jc = to.child("w:pPr").child("w:jc")) to.child("w:pPr").append_move(jc);
    }
    for (const Run& run : paragraph.runs) AddText(to, run.text, run.bold);
  }

  void Add(const Signature& signature) {
    AddText(Begin(body_, "Normal"), "");
    for (const std::string& line : signature.lines) {
      xml_node paragraph = Begin(body_, "Signature", Align::kRight);
      AddText(paragraph, line);
    }
  }

  void Add(const SignPlaces& places) {
    Table table;
    TableRow row;
    for (const std::string& label : places.labels) {
      table.widths.push_back(1);
      row.push_back({label + "\n\n\n　　　　　　　　年　　月　　日"});
    }
    table.rows.push_back(std::move(row));
    Add(table);
  }

  void Add(const PageBreak&) {
    xml_node paragraph = Begin(body_, "Note");
    paragraph.append_child("w:r").append_child("w:br").append_attribute("w:type") = "page";
  }

  void Add(const QrCode& code) {
    pictures_.push_back(QrPng(MakeQr(code.text)));
    xml_node paragraph = Begin(body_, "Picture");
    AddPicture(paragraph, static_cast<int>(pictures_.size()));
    AddText(Begin(body_, "Note"), code.caption);
  }

  static void AddPicture(xml_node paragraph, int number) {
    const int side = kQrPoints * kEmuPerPoint;
    const std::string id = std::to_string(number);
    xml_node inside =
        paragraph.append_child("w:r").append_child("w:drawing").append_child("wp:inline");
    xml_node extent = inside.append_child("wp:extent");
    extent.append_attribute("cx") = side;
    extent.append_attribute("cy") = side;
    xml_node properties = inside.append_child("wp:docPr");
    properties.append_attribute("id") = id.c_str();
    properties.append_attribute("name") = Concat("QR ", id).c_str();
    xml_node data = inside.append_child("a:graphic").append_child("a:graphicData");
    data.append_attribute("uri") = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    xml_node picture = data.append_child("pic:pic");
    xml_node named = picture.append_child("pic:nvPicPr");
    xml_node own = named.append_child("pic:cNvPr");
    own.append_attribute("id") = id.c_str();
    own.append_attribute("name") = Concat("qr", id, ".png").c_str();
    named.append_child("pic:cNvPicPr");
    xml_node fill = picture.append_child("pic:blipFill");
    Set(fill, "a:blip", "r:embed", PictureId(number));
    fill.append_child("a:stretch").append_child("a:fillRect");
    xml_node shape = picture.append_child("pic:spPr");
    xml_node transform = shape.append_child("a:xfrm");
    xml_node offset = transform.append_child("a:off");
    offset.append_attribute("x") = 0;
    offset.append_attribute("y") = 0;
    xml_node size = transform.append_child("a:ext");
    size.append_attribute("cx") = side;
    size.append_attribute("cy") = side;
    xml_node geometry = shape.append_child("a:prstGeom");
    geometry.append_attribute("prst") = "rect";
    geometry.append_child("a:avLst");
  }

  void Add(const Table& table) {
    if (table.rows.empty() || table.widths.empty()) return;
    xml_node to = body_.append_child("w:tbl");
    xml_node properties = to.append_child("w:tblPr");
    Set(properties, "w:tblStyle", "w:val", "TableGrid");
    xml_node whole = properties.append_child("w:tblW");
    whole.append_attribute("w:w") = 5000;
    whole.append_attribute("w:type") = "pct";
    Set(properties, "w:jc", "w:val", "center");
    Set(properties, "w:tblLayout", "w:type", "fixed");
    const std::vector<int> widths = TwipsOf(table);
    xml_node grid = to.append_child("w:tblGrid");
    for (const int width : widths) {
      grid.append_child("w:gridCol").append_attribute("w:w") = width;
    }
    AddRows(to, table, widths);
    AddText(Begin(body_, "Note"), "");
  }

  /// Widths in twentieths of a point.
  std::vector<int> TwipsOf(const Table& table) const {
    const PageSize page = PageSizeOf(document_.layout, document_.landscape);
    int parts = 0;
    for (const int part : table.widths) parts += part;
    std::vector<int> widths;
    for (const int part : table.widths) {
      widths.push_back((page.width - page.left - page.right) * part / parts);
    }
    return widths;
  }

  static void AddRows(xml_node to, const Table& table, const std::vector<int>& widths) {
    // By row and column, those that go on from above included: OOXML wants them written.
    std::map<std::pair<int, int>, std::pair<Placed, bool>> all;
    for (const Placed& at : PlaceCells(table)) {
      const int row = static_cast<int>(at.row);
      for (int i = 0; i < at.rows; ++i) all[{row + i, at.column}] = {at, i > 0};
    }
    xml_node row;
    int last = -1;
    for (const auto& [place, cell] : all) {
      if (place.first != last) {
        last = place.first;
        row = to.append_child("w:tr");
        xml_node properties = row.append_child("w:trPr");
        properties.append_child("w:cantSplit");
        if (last < table.header_rows) properties.append_child("w:tblHeader");
      }
      AddCell(row, table, cell.first, cell.second, widths);
    }
  }

  static void AddCell(xml_node row, const Table& table, const Placed& at, bool goes_on,
                      const std::vector<int>& widths) {
    const Cell& cell = at.In(table);
    xml_node to = row.append_child("w:tc");
    xml_node properties = to.append_child("w:tcPr");
    int width = 0;
    for (int i = 0; i < at.columns; ++i) width += widths[static_cast<std::size_t>(at.column + i)];
    xml_node own = properties.append_child("w:tcW");
    own.append_attribute("w:w") = width;
    own.append_attribute("w:type") = "dxa";
    if (at.columns > 1) Set(properties, "w:gridSpan", "w:val", std::to_string(at.columns));
    if (at.rows > 1) Set(properties, "w:vMerge", "w:val", goes_on ? "continue" : "restart");
    if (static_cast<int>(at.row) < table.header_rows) {
      xml_node shade = properties.append_child("w:shd");
      shade.append_attribute("w:val") = "clear";
      shade.append_attribute("w:fill") = "EFEFEF";
    }
    Set(properties, "w:vAlign", "w:val", "center");
    AddText(Begin(to, "TableText", cell.align), goes_on ? std::string() : cell.text, cell.bold);
  }

  void AddSection() {
    const PageSize page = PageSizeOf(document_.layout, document_.landscape);
    xml_node section = body_.append_child("w:sectPr");
    xml_node foot = section.append_child("w:footerReference");
    foot.append_attribute("w:type") = "default";
    foot.append_attribute("r:id") = "rFoot";
    xml_node size = section.append_child("w:pgSz");
    size.append_attribute("w:w") = page.width;
    size.append_attribute("w:h") = page.height;
    if (document_.landscape) size.append_attribute("w:orient") = "landscape";
    xml_node margins = section.append_child("w:pgMar");
    margins.append_attribute("w:top") = page.top;
    margins.append_attribute("w:right") = page.right;
    margins.append_attribute("w:bottom") = page.bottom;
    margins.append_attribute("w:left") = page.left;
    margins.append_attribute("w:header") = 850;
    margins.append_attribute("w:footer") = 850;
    margins.append_attribute("w:gutter") = 0;
  }

  const Document& document_;
  xml_node body_;
  std::vector<std::string> pictures_;
};

std::string FootOf(const Document& document) {
  pugi::xml_document xml;
  xml_node foot = BeginPart(xml, "w:ftr");
  xml_node paragraph = foot.append_child("w:p");
  xml_node properties = paragraph.append_child("w:pPr");
  Set(properties, "w:pStyle", "w:val", "Foot");
  Set(properties, "w:jc", "w:val", "center");
  const auto say = [&](const std::string& text) {
    xml_node piece = paragraph.append_child("w:r").append_child("w:t");
    piece.append_attribute("xml:space") = "preserve";
    piece.text().set(text.c_str());
  };
  say(document.foot.empty() ? "— " : CleanText(document.foot) + "　　— ");
  xml_node number = paragraph.append_child("w:fldSimple");
  number.append_attribute("w:instr") = " PAGE ";
  number.append_child("w:r").append_child("w:t").text().set("1");
  say(" —");
  return XmlText(xml);
}

}  // namespace

std::string WriteDocx(const Document& document) {
  pugi::xml_document xml;
  Body body(document, BeginPart(xml, "w:document").append_child("w:body"));
  body.Write();
  const int pictures = static_cast<int>(body.pictures().size());
  std::vector<PackagePart> parts = DocxFrame(document, pictures);
  parts.push_back({"word/document.xml", XmlText(xml)});
  parts.push_back({"word/styles.xml", DocxStyles(document.layout)});
  parts.push_back({"word/footer1.xml", FootOf(document)});
  for (int i = 1; i <= pictures; ++i) {
    parts.push_back(
        {Concat("word/media/qr", i, ".png"), body.pictures()[static_cast<std::size_t>(i - 1)]});
  }
  return WritePackage(parts, document.made_at);
}

}  // namespace shouze::documents
