#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "documents/document.h"
#include "documents/package.h"

/// What every DOCX has beside its text.
namespace shouze::documents {

/// In twentieths of a point.
struct PageSize {
  int width;
  int height;
  int top;
  int left;
  int right;
  int bottom;
};
PageSize PageSizeOf(Layout layout, bool landscape);

/// The root element of a part, its namespaces declared.
pugi::xml_node BeginPart(pugi::xml_document& xml, const char* root);
std::string XmlText(const pugi::xml_document& xml);
/// The relation of the document's Nth picture, from 1.
std::string PictureId(int number);

/// Types, relations and properties of a document with so many pictures.
std::vector<PackagePart> DocxFrame(const Document& document, int pictures);
/// word/styles.xml
std::string DocxStyles(Layout layout);

}  // namespace shouze::documents
