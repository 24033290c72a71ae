#include "documents/docx_styles.h"

#include <sstream>
#include <utility>

#include "base/text.h"
#include "documents/text.h"

namespace shouze::documents {
namespace {

using pugi::xml_node;

constexpr char kRelations[] = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

int Twips(double millimetres) { return static_cast<int>(millimetres / 25.4 * 1440 + 0.5); }

/// A paragraph style. Sizes in half points, lines in twentieths of a point.
struct Style {
  const char* id;
  const char* name;
  const char* font;
  int size;
  int line;
  bool bold = false;
  int indent_chars = 0;  ///< Of the first line, in hundredths of a character.
  int right_chars = 0;   ///< From the right, the same.
  bool red = false;
  bool rule = false;   ///< A red one below.
  bool keep = false;   ///< With the next paragraph.
  bool grows = false;  ///< With a picture in it.
};

constexpr char kTitleFont[] = "方正小标宋简体";
constexpr char kBodyFont[] = "仿宋_GB2312";
constexpr char kHeiFont[] = "黑体";
constexpr char kKaiFont[] = "楷体_GB2312";
constexpr char kSongFont[] = "宋体";

std::vector<Style> LetterStyles() {
  return {
      {"Normal", "Normal", kBodyFont, 32, 579, false, 200},
      {"Title", "Title", kTitleFont, 44, 720, false, 0, 0, false, false, true},
      {"Heading1", "heading 1", kHeiFont, 32, 579, false, 200, 0, false, false, true},
      {"Heading2", "heading 2", kKaiFont, 32, 579, false, 200, 0, false, false, true},
      {"Note", "Note", kBodyFont, 24, 400},
      {"TableText", "Table Text", kBodyFont, 24, 360},
      {"Picture", "Picture", kBodyFont, 24, 400, false, 0, 0, false, false, true, true},
      {"Signature", "Signature", kBodyFont, 32, 579, false, 0, 400},
      {"Organ", "Organ", kTitleFont, 68, 960, false, 0, 0, true},
      {"Number", "Number", kBodyFont, 32, 700, false, 0, 0, false, true},
      {"Foot", "footer", kSongFont, 28, 360},
  };
}

std::vector<Style> FormStyles() {
  return {
      {"Normal", "Normal", kSongFont, 21, 340, false, 200},
      {"Title", "Title", kTitleFont, 36, 560, false, 0, 0, false, false, true},
      {"Heading1", "heading 1", kHeiFont, 24, 400, false, 0, 0, false, false, true},
      {"Heading2", "heading 2", kSongFont, 21, 340, true, 0, 0, false, false, true},
      {"Note", "Note", kSongFont, 18, 280},
      {"TableText", "Table Text", kSongFont, 18, 260},
      {"Picture", "Picture", kSongFont, 18, 280, false, 0, 0, false, false, true, true},
      {"Signature", "Signature", kSongFont, 21, 340, false, 0, 400},
      {"Organ", "Organ", kTitleFont, 48, 680, false, 0, 0, true},
      {"Number", "Number", kSongFont, 21, 400, false, 0, 0, false, true},
      {"Foot", "footer", kSongFont, 18, 280},
  };
}

void AddStyle(xml_node styles, const Style& style) {
  xml_node to = styles.append_child("w:style");
  to.append_attribute("w:type") = "paragraph";
  if (std::string_view(style.id) == "Normal") to.append_attribute("w:default") = "1";
  to.append_attribute("w:styleId") = style.id;
  to.append_child("w:name").append_attribute("w:val") = style.name;
  xml_node paragraph = to.append_child("w:pPr");
  if (style.keep) paragraph.append_child("w:keepNext");
  if (style.rule) {
    xml_node rule = paragraph.append_child("w:pBdr").append_child("w:bottom");
    rule.append_attribute("w:val") = "single";
    rule.append_attribute("w:sz") = 12;
    rule.append_attribute("w:space") = 8;
    rule.append_attribute("w:color") = "D60000";
  }
  xml_node spacing = paragraph.append_child("w:spacing");
  spacing.append_attribute("w:before") = 0;
  spacing.append_attribute("w:after") = style.rule                              ? style.line
                                        : std::string_view(style.id) == "Title" ? style.line / 2
                                                                                : 0;
  spacing.append_attribute("w:line") = style.line;
  spacing.append_attribute("w:lineRule") = style.grows ? "atLeast" : "exact";
  xml_node indent = paragraph.append_child("w:ind");
  indent.append_attribute("w:rightChars") = style.right_chars;
  indent.append_attribute("w:right") = style.right_chars * style.size / 10;
  indent.append_attribute("w:firstLineChars") = style.indent_chars;
  indent.append_attribute("w:firstLine") = style.indent_chars * style.size / 10;
  xml_node run = to.append_child("w:rPr");
  xml_node fonts = run.append_child("w:rFonts");
  fonts.append_attribute("w:ascii") = "Times New Roman";
  fonts.append_attribute("w:hAnsi") = "Times New Roman";
  fonts.append_attribute("w:eastAsia") = style.font;
  if (style.bold) run.append_child("w:b");
  if (style.red) run.append_child("w:color").append_attribute("w:val") = "D60000";
  run.append_child("w:sz").append_attribute("w:val") = style.size;
  run.append_child("w:lang").append_attribute("w:eastAsia") = "zh-CN";
}

void AddGrid(xml_node styles) {
  xml_node to = styles.append_child("w:style");
  to.append_attribute("w:type") = "table";
  to.append_attribute("w:styleId") = "TableGrid";
  to.append_child("w:name").append_attribute("w:val") = "Table Grid";
  xml_node properties = to.append_child("w:tblPr");
  xml_node borders = properties.append_child("w:tblBorders");
  for (const char* side : {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"}) {
    xml_node border = borders.append_child(side);
    border.append_attribute("w:val") = "single";
    border.append_attribute("w:sz") = 4;
    border.append_attribute("w:space") = 0;
    border.append_attribute("w:color") = "000000";
  }
  xml_node margins = properties.append_child("w:tblCellMar");
  for (const auto& [side, width] :
       {std::pair{"w:top", 40}, {"w:left", 80}, {"w:bottom", 40}, {"w:right", 80}}) {
    xml_node margin = margins.append_child(side);
    margin.append_attribute("w:w") = width;
    margin.append_attribute("w:type") = "dxa";
  }
}

void Relate(xml_node to, const std::string& id, const std::string& type,
            const std::string& target) {
  xml_node relation = to.append_child("Relationship");
  relation.append_attribute("Id") = id.c_str();
  relation.append_attribute("Type") = type.c_str();
  relation.append_attribute("Target") = target.c_str();
}

std::string TypesPart() {
  pugi::xml_document xml;
  xml_node types = xml.append_child("Types");
  types.append_attribute("xmlns") = "http://schemas.openxmlformats.org/package/2006/content-types";
  const auto by = [&](const char* element, const char* key, const char* value, const char* type) {
    xml_node one = types.append_child(element);
    one.append_attribute(key) = value;
    one.append_attribute("ContentType") = type;
  };
  by("Default", "Extension", "rels", "application/vnd.openxmlformats-package.relationships+xml");
  by("Default", "Extension", "xml", "application/xml");
  by("Default", "Extension", "png", "image/png");
  constexpr char kWord[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  by("Override", "PartName", "/word/document.xml", Concat(kWord, "document.main+xml").c_str());
  by("Override", "PartName", "/word/styles.xml", Concat(kWord, "styles+xml").c_str());
  by("Override", "PartName", "/word/footer1.xml", Concat(kWord, "footer+xml").c_str());
  by("Override", "PartName", "/docProps/core.xml",
     "application/vnd.openxmlformats-package.core-properties+xml");
  return XmlText(xml);
}

std::string PropertiesPart(const Document& document) {
  pugi::xml_document xml;
  xml_node core = xml.append_child("cp:coreProperties");
  core.append_attribute("xmlns:cp") =
      "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
  core.append_attribute("xmlns:dc") = "http://purl.org/dc/elements/1.1/";
  core.append_attribute("xmlns:dcterms") = "http://purl.org/dc/terms/";
  core.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
  core.append_child("dc:title").text().set(CleanText(document.title).c_str());
  core.append_child("dc:creator").text().set("Shouze 守责");
  xml_node made = core.append_child("dcterms:created");
  made.append_attribute("xsi:type") = "dcterms:W3CDTF";
  made.text().set(FormatRfc3339(document.made_at, UtcOffset{0}).c_str());
  return XmlText(xml);
}

}  // namespace

PageSize PageSizeOf(Layout layout, bool landscape) {
  const int width = Twips(210);
  const int height = Twips(297);
  if (layout == Layout::kLetter) {
    return {width, height, Twips(37), Twips(28), Twips(26), Twips(35)};
  }
  if (landscape) return {height, width, Twips(18), Twips(16), Twips(16), Twips(18)};
  return {width, height, Twips(18), Twips(18), Twips(16), Twips(20)};
}

xml_node BeginPart(pugi::xml_document& xml, const char* root) {
  xml_node node = xml.append_child(root);
  node.append_attribute("xmlns:w") = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  node.append_attribute("xmlns:r") =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  node.append_attribute("xmlns:wp") =
      "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
  node.append_attribute("xmlns:a") = "http://schemas.openxmlformats.org/drawingml/2006/main";
  node.append_attribute("xmlns:pic") = "http://schemas.openxmlformats.org/drawingml/2006/picture";
  return node;
}

std::string XmlText(const pugi::xml_document& xml) {
  std::ostringstream out;
  xml.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return out.str();
}

std::string PictureId(int number) { return Concat("rPicture", number); }

std::vector<PackagePart> DocxFrame(const Document& document, int pictures) {
  pugi::xml_document package;
  xml_node top = package.append_child("Relationships");
  top.append_attribute("xmlns") = kRelations;
  Relate(top, "rDocument", Concat(kOffice, "officeDocument"), "word/document.xml");
  Relate(top, "rProperties",
         "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
         "docProps/core.xml");
  pugi::xml_document own;
  xml_node word = own.append_child("Relationships");
  word.append_attribute("xmlns") = kRelations;
  Relate(word, "rStyles", Concat(kOffice, "styles"), "styles.xml");
  Relate(word, "rFoot", Concat(kOffice, "footer"), "footer1.xml");
  for (int i = 1; i <= pictures; ++i) {
    Relate(word, PictureId(i), Concat(kOffice, "image"), Concat("media/qr", i, ".png"));
  }
  return {{"[Content_Types].xml", TypesPart()},
          {"_rels/.rels", XmlText(package)},
          {"docProps/core.xml", PropertiesPart(document)},
          {"word/_rels/document.xml.rels", XmlText(own)}};
}

std::string DocxStyles(Layout layout) {
  pugi::xml_document xml;
  xml_node styles = BeginPart(xml, "w:styles");
  for (const Style& style : layout == Layout::kLetter ? LetterStyles() : FormStyles()) {
    AddStyle(styles, style);
  }
  AddGrid(styles);
  return XmlText(xml);
}

}  // namespace shouze::documents
