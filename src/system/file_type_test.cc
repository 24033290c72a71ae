#include "system/file_type.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <span>
#include <vector>

#include "system/file_kinds.h"
#include "system/file_samples.h"
#include "system/zip_names.h"

namespace shouze {
namespace {

constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kPptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";

struct TypeRow {
  const char* what;
  std::string bytes;
  std::string_view type;
};

void ExpectTypes(std::span<const TypeRow> rows, bool evidence) {
  for (const TypeRow& row : rows) {
    const std::string type = FileTypeOfBytes(row.bytes);
    EXPECT_EQ(type, row.type) << row.what;
    EXPECT_EQ(MayBeEvidence(type), evidence) << row.what;
  }
}

TEST(FileType, OfPicturesIsKnownByContentAlone) {
  const std::string png =
      std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\2\0\0\0", 29);
  const std::string jpeg =
      std::string("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9", 22);
  const std::string webp =
      std::string("RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9d\1\x2a\1\0", 28);
  const TypeRow rows[] = {
      {"PNG", png, "image/png"},
      {"JPEG", jpeg, "image/jpeg"},
      {"HEIC", FtypFile({"heic", "mif1"}), "image/heic"},
      {"HEIC by its second brand", FtypFile({"mif1", "heic"}), "image/heic"},
      {"HEIC of another profile", FtypFile({"heis", "mif1"}), "image/heic"},
      {"HEIC of a burst", FtypFile({"msf1", "hevc"}), "image/heic-sequence"},
      {"HEIC of a burst with a picture", FtypFile({"msf1", "hevc", "heic"}), "image/heic"},
      {"HEVC sequence", FtypFile({"hevc", "msf1"}), "image/heic-sequence"},
      {"HEIF", FtypFile({"mif1", "miaf"}), "image/heif"},
      {"HEIF of 2022", FtypFile({"mif2", "miaf"}), "image/heif"},
      {"AVIF", FtypFile({"avif", "mif1"}), "image/avif"},
      {"AVIF by its second brand", FtypFile({"mif1", "avif"}), "image/avif"},
      {"AVIF that moves", FtypFile({"avis", "msf1"}), "image/avif"},
      {"GIF", std::string("GIF89a\1\0\1\0\0\0\0;", 14), "image/gif"},
      {"BMP", std::string("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18", 29),
       "image/bmp"},
      {"WebP", webp, "image/webp"},
      {"TIFF", std::string("II*\0\x08\0\0\0\0\0\0\0", 12), "image/tiff"},
  };
  ExpectTypes(rows, true);
}

TEST(FileType, OfDocumentsIsKnownByContentAlone) {
  const TypeRow rows[] = {
      {"PDF", Bytes("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"), "application/pdf"},
      {"text", Bytes("网络安全责任制\n"), "text/plain"},
      {"text of Windows", Bytes("\xcd\xf8\xc2\xe7\xb0\xb2\xc8\xab\r\n"), "text/plain"},
      {"text of Windows like a program of DOS",
       Bytes("\xb8\xbd\xbc\xfe\xa3\xba\xc3\xfb\xb5\xa5\r\n"), "text/plain"},
      {"text like C", Bytes("#include <stdio.h>\nint main(){}\n"), "text/plain"},
      {"text like a song", Bytes("ID3 号楼机房巡检记录，二〇二六年四月"), "text/plain"},
      {"configuration", Bytes("!\nversion 12.2\nhostname sw1\n"), "text/plain"},
      {"text with a letter's first words", Bytes("From: 李\n主题: 会议\n\n正文\n"), "text/plain"},
      {"PDF behind other bytes", std::string(900, '\0') + "%PDF-1.4\n%%EOF\n", "application/pdf"},
      {"CSV", Bytes("a,b,c\n1,2,3\n4,5,6\n7,8,9\n"), "text/csv"},
      {"ZIP", Zip({"a.txt", "b.txt"}), "application/zip"},
      {"DOCX", Zip({"[Content_Types].xml", "_rels/.rels", "word/document.xml"}), kDocx},
      {"DOCX turned round", Zip({"docProps/app.xml", "_rels/.rels", "word/a.xml"}), kDocx},
      {"DOCX streamed",
       Zip({"customXml/item1.xml", "[Content_Types].xml", "word/document.xml"}, Sizes::kAfter),
       kDocx},
      {"XLSX", Zip({"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"}), kXlsx},
      {"PPTX", Zip({"[Content_Types].xml", "ppt/presentation.xml"}), kPptx},
      {"OFD", Zip({"OFD.xml", "Doc_0/Document.xml"}), "application/ofd"},
      {"DOC", CompoundBytes("WordDocument"), "application/msword"},
      {"XLS", CompoundBytes("Workbook"), "application/vnd.ms-excel"},
      {"XLS of 1995", CompoundBytes("Book"), "application/vnd.ms-excel"},
      {"PPT", CompoundBytes("PowerPoint Document"), "application/vnd.ms-powerpoint"},
      {"a folder xl is no workbook", Zip({"readme.txt", "xl/a.txt"}), "application/zip"},
  };
  ExpectTypes(rows, true);
}

TEST(FileType, OfWhatIsNoEvidenceIsKnownByContentAlone) {
  const std::string program = "MZ" + std::string(58, '\0') +
                              std::string("\x40\0\0\0PE\0\0L\1", 10) + std::string(200, '\0');
  const TypeRow rows[] = {
      {"no Office document", CompoundBytes("Whatever"), "application/x-ole-storage"},
      {"locked by a password", CompoundBytes("EncryptedPackage"), "application/encrypted"},
      {"a mail of Outlook", CompoundBytes("__properties_version1.0"), "application/vnd.ms-outlook"},
      {"a compound file without its directory", CompoundBytes("WordDocument").substr(0, 600),
       "application/x-ole-storage-broken"},
      {"a program", program, "application/vnd.microsoft.portable-executable"},
      {"HTML", Bytes("<!DOCTYPE html><html><body>x</body></html>"), "text/html"},
      {"a script", Bytes("<script>alert(1)</script>"), "text/html"},
      {"SVG", Bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), "image/svg+xml"},
      {"shell", Bytes("#!/bin/sh\necho\n"), "text/x-shellscript"},
      {"Python", Bytes("#!/usr/bin/python3\nprint(1)\n"), "text/x-shellscript"},
      {"text that begins like a script", Bytes("#! 各单位：\n请报送\n"), "text/x-shellscript"},
      {"a program's first bytes", std::string("MZ\x90\0\3\0", 6), "application/x-dosexec"},
      {"mail", Bytes("From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\nhello\r\n"),
       "message/rfc822"},
      {"mail of a Chinese provider",
       Bytes("X-QQ-mid: a\r\nFrom: a@b.cn\r\nSubject: x\r\n\r\nhello\r\n"), "message/rfc822"},
      {"page in one file", Bytes("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n"),
       "application/x-mimearchive"},
      {"XML", Bytes("<?xml version='1.0'?><a/>"), "text/xml"},
      {"Excel 2003 XML",
       Bytes("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><W/>"),
       "application/x-office-2003-xml"},
      {"JSON", Bytes("{\"a\": 1, \"b\": [1, 2]}"), "application/json"},
      {"video", FtypFile({"isom", "mp42"}), "video/mp4"},
      {"Photoshop", std::string("8BPS\0\1", 6) + std::string(30, '\0'),
       "image/vnd.adobe.photoshop"},
      {"nothing at all", "", "application/x-empty"},
      {"who knows", std::string("\x01\xfe\x80\x02\xff\0\x03", 7), "application/octet-stream"},
  };
  ExpectTypes(rows, false);
}

TEST(FileType, OfAWorkbookIsKnownWhereverItsPartsStand) {
  std::vector<Packed> parts(100, {"xl/media/image.png", "x"});
  parts.push_back({"xl/workbook.xml", "x"});
  parts.push_back({"[Content_Types].xml", "x"});
  EXPECT_EQ(FileTypeOfBytes(WholeZip(parts)), kXlsx);
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
