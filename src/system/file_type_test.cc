#include "system/file_type.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <initializer_list>

#include "system/zip_names.h"

namespace shouze {
namespace {

constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kPptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";

std::string Bytes(std::string_view text) { return std::string(text); }

std::string LittleEndian(std::size_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFF);
  return bytes;
}

enum class Sizes { kBefore, kAfter };

/// A ZIP's local headers with stored contents, without its directory.
std::string Zip(std::initializer_list<std::string_view> names, Sizes sizes = Sizes::kBefore) {
  std::string zip;
  for (const std::string_view name : names) {
    const std::string content(300, 'x');
    const std::size_t told = sizes == Sizes::kBefore ? content.size() : 0;
    zip += std::string("PK\3\4", 4) + LittleEndian(20, 2) +
           LittleEndian(sizes == Sizes::kAfter ? 8 : 0, 2) + std::string(10, '\0') +
           LittleEndian(told, 4) + LittleEndian(told, 4) + LittleEndian(name.size(), 2) +
           LittleEndian(0, 2) + std::string(name) + content;
  }
  return zip;
}

std::string FtypFile(std::string_view brand) {
  return std::string(
             "\0\0\0\x18"
             "ftyp",
             8)
             .append(brand) +
         std::string(4, '\0') + "mif1heic" + std::string(40, '\0');
}

/// An OLE compound file with one stream: its header, its table of sectors, its directory, the
/// stream. Source: [MS-CFB] 2.2, 2.6.
std::string CompoundFile(std::string_view stream) {
  const std::size_t kEnd = 0xFFFFFFFE, kFree = 0xFFFFFFFF, kTable = 0xFFFFFFFD;
  const auto entry = [&](std::string_view name, char type, std::size_t child, std::size_t first,
                         std::size_t bytes) {
    std::string wide;
    for (const char c : name) wide += {c, '\0'};
    std::string text = wide;
    text.resize(64, '\0');
    text += LittleEndian(wide.size() + 2, 2) + std::string{type, 1} + LittleEndian(kFree, 4) +
            LittleEndian(kFree, 4) + LittleEndian(child, 4);
    text.resize(116, '\0');
    return text + LittleEndian(first, 4) + LittleEndian(bytes, 8);
  };
  std::string file = std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) + std::string(16, '\0');
  for (const std::size_t half : {0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0}) file += LittleEndian(half, 2);
  for (const std::size_t word : {std::size_t{0}, std::size_t{1}, std::size_t{1}, std::size_t{0},
                                 std::size_t{4096}, kEnd, std::size_t{0}, kEnd, std::size_t{0}}) {
    file += LittleEndian(word, 4);
  }
  file += LittleEndian(0, 4);
  while (file.size() < 512) file += LittleEndian(kFree, 4);
  file += LittleEndian(kTable, 4) + LittleEndian(kEnd, 4);
  for (std::size_t sector = 3; sector < 10; ++sector) file += LittleEndian(sector, 4);
  file += LittleEndian(kEnd, 4);
  while (file.size() < 1024) file += LittleEndian(kFree, 4);
  file += entry("Root Entry", 5, 1, kEnd, 0) + entry(stream, 2, kFree, 2, 4096);
  file.resize(1536 + 4096, '\0');
  return file;
}

struct TypeRow {
  const char* what;
  std::string bytes;
  std::string_view type;
  bool evidence;
};

TEST(FileType, IsKnownByContentAlone) {
  const std::string png =
      std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\2\0\0\0", 29);
  const std::string jpeg =
      std::string("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9", 22);
  const std::string webp =
      std::string("RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0", 28);
  const std::string program = "MZ" + std::string(58, '\0') +
                              std::string("\x40\0\0\0PE\0\0L\1", 10) + std::string(200, '\0');
  const TypeRow rows[] = {
      {"PDF", Bytes("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"), "application/pdf", true},
      {"PNG", png, "image/png", true},
      {"JPEG", jpeg, "image/jpeg", true},
      {"HEIC", FtypFile("heic"), "image/heic", true},
      {"HEIF", FtypFile("mif1"), "image/heif", true},
      {"WebP", webp, "image/webp", true},
      {"TIFF", std::string("II*\0\x08\0\0\0\0\0\0\0", 12), "image/tiff", true},
      {"text", Bytes("网络安全责任制\n"), "text/plain", true},
      {"text of Windows", Bytes("\xcd\xf8\xc2\xe7\xb0\xb2\xc8\xab\r\n"), "text/plain", true},
      {"CSV", Bytes("a,b,c\n1,2,3\n4,5,6\n7,8,9\n"), "text/csv", true},
      {"ZIP", Zip({"a.txt", "b.txt"}), "application/zip", true},
      {"DOCX", Zip({"[Content_Types].xml", "_rels/.rels", "word/document.xml"}), kDocx, true},
      {"DOCX turned round", Zip({"docProps/app.xml", "_rels/.rels", "word/a.xml"}), kDocx, true},
      {"DOCX streamed",
       Zip({"customXml/item1.xml", "[Content_Types].xml", "word/document.xml"}, Sizes::kAfter),
       kDocx, true},
      {"XLSX", Zip({"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"}), kXlsx, true},
      {"PPTX", Zip({"[Content_Types].xml", "ppt/presentation.xml"}), kPptx, true},
      {"OFD", Zip({"OFD.xml", "Doc_0/Document.xml"}), "application/ofd", true},
      {"DOC", CompoundFile("WordDocument"), "application/msword", true},
      {"XLS", CompoundFile("Workbook"), "application/vnd.ms-excel", true},
      {"no Office document", CompoundFile("Whatever"), "application/x-ole-storage", false},
      {"locked by a password", CompoundFile("EncryptedPackage"), "application/encrypted", false},
      {"a folder xl is no workbook", Zip({"readme.txt", "xl/a.txt"}), "application/zip", true},
      {"a program", program, "application/vnd.microsoft.portable-executable", false},
      {"HTML", Bytes("<!DOCTYPE html><html><body>x</body></html>"), "text/html", false},
      {"a script", Bytes("<script>alert(1)</script>"), "text/html", false},
      {"SVG", Bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), "image/svg+xml", false},
      {"shell", Bytes("#!/bin/sh\necho\n"), "text/x-shellscript", false},
      {"nothing at all", "", "application/x-empty", false},
      {"who knows", std::string("\x01\xfe\x80\x02\xff\0\x03", 7), "application/octet-stream",
       false},
  };
  for (const TypeRow& row : rows) {
    const std::string type = FileTypeOfBytes(row.bytes);
    EXPECT_EQ(type, row.type) << row.what;
    EXPECT_EQ(MayBeEvidence(type), row.evidence) << row.what;
  }
}

std::string TypeOfFileNamed(const std::string& name, const std::string& bytes) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path, std::ios::binary) << bytes;
  std::string type = FileTypeOf(path);
  std::remove(path.c_str());
  return type;
}

TEST(FileType, ARenamedFileIsWhatItIs) {
  const std::string html = "<html><body>x</body></html>";
  EXPECT_EQ(TypeOfFileNamed("notice.pdf", html), "text/html");
  EXPECT_EQ(TypeOfFileNamed("notice2.pdf", std::string("MZ\x90\0", 4) + std::string(99, '\0')),
            "application/x-dosexec");
  EXPECT_EQ(TypeOfFileNamed("notice.txt", "%PDF-1.7\n"), "application/pdf");
  EXPECT_EQ(TypeOfFileNamed("empty.pdf", ""), "application/x-empty");
  EXPECT_EQ(TypeOfFileNamed("sheet.bin", Zip({"[Content_Types].xml", "ppt/a.xml"})), kPptx);
}

TEST(FileType, AFileThatIsNotThereIsUnknown) {
  EXPECT_EQ(FileTypeOf("/nowhere/at/all"), "application/octet-stream");
}

TEST(ZipNames, StopsWhereThingsMakeNoSense) {
  const std::string zip = Zip({"a", "folder/b", "c"});
  EXPECT_EQ(ZipNames(zip), (std::vector<std::string_view>{"a", "folder/b", "c"}));
  for (std::size_t size = 0; size < zip.size(); ++size) {
    EXPECT_LE(ZipNames(std::string_view(zip).substr(0, size)).size(), 3u);
  }
  EXPECT_TRUE(ZipNames("PK\3\4").empty());
  std::string hostile = Zip({"a", "b"});
  for (std::size_t at = 18; at < 30; ++at) hostile[at] = '\xff';
  EXPECT_TRUE(ZipNames(hostile).empty());
}

TEST(ZipNames, AreAtMostSixtyFour) {
  std::string zip;
  for (int i = 0; i < 100; ++i) zip += Zip({"a"});
  EXPECT_EQ(ZipNames(zip).size(), 64u);
}

}  // namespace
}  // namespace shouze
