#include "system/active_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "system/file_fault.h"
#include "system/file_samples.h"
#include "system/file_type.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;

std::string Said(const std::string& bytes, std::string_view name = "") {
  const auto why = WhyNoEvidence(FileTypeOfBytes(bytes), name, FileBytesOf(bytes));
  return why ? why->chinese : "taken";
}

/// A PDF of one page with this among its objects.
std::string PdfWith(const std::string& object) {
  return Concat(
      "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages"
      "/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n",
      object, "\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
}

std::string Docx(std::string_view part, std::string_view content = "x") {
  return WholeZip({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}, {part, content}});
}

TEST(WhyItRuns, IsAProgramAmongPackedFiles) {
  EXPECT_EQ(Said(WholeZip({{"总结.pdf", "x"}, {"说明/网页.html", "x"}})), "taken");
  for (const char* const name : {"工具/扫描.exe", "a.BAT", "x/通知.vbs", "a.js\xE2\x80\x8B",
                                 "b.ps1. ", "\xCD\xA8\xD6\xAA.scr", "快捷方式.lnk"}) {
    EXPECT_THAT(Said(WholeZip({{"总结.pdf", "x"}, {name, "x"}})), HasSubstr("程序或脚本“")) << name;
  }
  const std::string inner = WholeZip({{"a.exe", "x"}});
  const std::string nested = WholeZip({{"内.zip", inner}});
  EXPECT_THAT(Said(nested), HasSubstr("“a.exe”")) << "in an archive in it";
  EXPECT_THAT(Said(WholeZip({{"外.zip", nested}})), HasSubstr("“a.exe”")) << "two deep";
}

TEST(WhyItRuns, AreTheMacrosOfADocument) {
  EXPECT_EQ(Said(Docx("word/media/image1.png")), "taken");
  EXPECT_THAT(Said(Docx("word/vbaProject.bin"), "总结.docx"), HasSubstr("宏或 ActiveX"));
  EXPECT_THAT(Said(Docx("word/VBAPROJECT.BIN")), HasSubstr("宏"));
  EXPECT_THAT(Said(Docx("word/activeX/activeX1.xml")), HasSubstr("ActiveX"));
  EXPECT_THAT(Said(WholeZip({{"[Content_Types].xml", "x"},
                             {"xl/workbook.xml", "x"},
                             {"xl/macrosheets/sheet1.xml", "x"}})),
              HasSubstr("宏"));
  EXPECT_THAT(Said(WholeZip({{"附件/总结.docx", Docx("word/vbaProject.bin")}})), HasSubstr("宏"));
  EXPECT_THAT(Said(WholeZip({{"附件/表.xls", CompoundBytes("_VBA_PROJECT")}})), HasSubstr("宏"));
}

TEST(WhyItRuns, IsAProgramEmbeddedInADocument) {
  const auto packed = [](std::string_view name) {
    return CompoundBytes("\1Ole10Native",
                         Concat(std::string("\x90\0\0\0\2\0", 6), name, std::string(20, '\0')));
  };
  EXPECT_THAT(Said(Docx("word/embeddings/oleObject1.bin", packed("双击打开.exe"))),
              HasSubstr("“双击打开.exe”"));
  EXPECT_EQ(Said(Docx("word/embeddings/oleObject1.bin", packed("名单.xlsx"))), "taken");
}

TEST(WhyItRuns, IsWhatAPdfDoesWhenItIsOpened) {
  EXPECT_EQ(Said(PdfWith("")), "taken");
  EXPECT_EQ(Said(PdfWith("4 0 obj\n<</S/URI/URI(https://a.cn/docs/JavaScript/Guide)>>\nendobj")),
            "taken")
      << "an address";
  EXPECT_THAT(Said(PdfWith("4 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj")),
              HasSubstr("JavaScript"));
  EXPECT_THAT(Said(PdfWith("4 0 obj\n<</S/J#61vaScript/JS(1)>>\nendobj")), HasSubstr("JavaScript"));
  EXPECT_THAT(Said(PdfWith("4 0 obj\n<</S /Launch /F (cmd.exe)>>\nendobj")), HasSubstr("Launch"));
  const std::string packed(
      "\x78\x9c\x33\x54\x30\x50\x30\x52\x30\x36\x50\xb0\xb1\xd1\x0f\xd6\xf7\x4a\x2c\x4b\x0c\x4e\x2e\xca\x2c\x28\xd1\xf7\x0a\xd6\x48\x2c\x28\xd0\x4b\xcc\x49\x2d\x2a\xd1\x30\xd4\xd4\xb4\xb3\x03\x29\x71\x54\x30\xb4\xb3\x03\x00\x70\x2c\x0e\x0e",
      58);
  EXPECT_THAT(Said(PdfWith(Concat("4 0 obj\n<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length ",
                                  packed.size(), ">>\nstream\r\n", packed, "\nendstream\nendobj"))),
              HasSubstr("JavaScript"))
      << "among packed objects";
}

TEST(WhyItRuns, IsNeverACrash) {
  const std::string zip = WholeZip({{"内.zip", WholeZip({{"a.exe", "x"}})}});
  for (std::size_t at = 0; at < zip.size(); ++at) {
    std::string turned = zip;
    turned[at] = '\xff';
    WhyItRuns("application/zip", FileBytesOf(turned));
    WhyItRuns("application/zip", FileBytesOf(std::string_view(zip).substr(at)));
  }
}

}  // namespace
}  // namespace shouze
