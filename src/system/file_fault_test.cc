#include "system/file_fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "system/file_samples.h"
#include "system/file_type.h"
#include "system/zip_directory.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;

std::string Said(const std::string& bytes, std::string_view name = "") {
  const auto why = WhyNoEvidence(FileTypeOfBytes(bytes), name, FileBytesOf(bytes));
  if (!why) return "taken";
  EXPECT_FALSE(why->english.empty());
  return why->chinese;
}

TEST(WhyNoEvidence, SaysWhatTheFileIsAndWhatToDo) {
  struct Row {
    std::string bytes;
    const char* name;
    const char* is;
    const char* advice;
  };
  const Row rows[] = {
      {Bytes(""), "空白.pdf", "空文件", "请检查原文件"},
      {Bytes("MZ"), "evil.exe", ".exe", "截图"},
      {Bytes("MZ"), "证明.pdf", "只有 2 个字节", "重新选择"},
      {Bytes("ok"), "", "只有 2 个字节", "重新选择"},
      {std::string("MZ\x90\0", 4) + std::string(200, '\0'), "整改.pdf", "可执行程序", "截图"},
      {Bytes("这是一段普通的文字，没有别的内容"), "安装.BAT", ".bat", "截图"},
      {Bytes("Rar!\x1a\7\1") + std::string(40, '\0'), "材料.rar", "RAR 压缩包", "ZIP"},
      {Bytes("7z\xbc\xaf\x27\x1c") + std::string(40, '\0'), "材料.7z", "7z 压缩包", "ZIP"},
      {Bytes("{\\rtf1\\ansi hello world}"), "总结.rtf", "RTF", ".docx"},
      {Bytes("From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\nhi\r\n"), "回复.eml", "邮件",
       "打印成 PDF"},
      {Bytes("<html><table><tr><td>1</td></tr></table></html>"), "名单.xls", "网页存成的 .xls",
       "另存为 .xlsx"},
      {Bytes("<html><body>x</body></html>"), "通知.DOC", "网页存成的 .doc", "另存为 .docx"},
      {Bytes("<!DOCTYPE html><html></html>"), "通知.html", "网页", "打印成 PDF"},
      {Bytes("<?xml version='1.0'?><a></a>"), "数据.xml", "XML", "Excel"},
      {Bytes("{\"a\": 1, \"b\": [1, 2]}"), "数据.json", "JSON", "Excel"},
      {Bytes("#! 各单位：请报送总结材料\n"), "通知.txt", "“#!”开头", "Word"},
      {Bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), "图.svg", "SVG", "PNG"},
      {FtypFile({"isom", "mp42"}), "录像.mp4", "视频", "截取"},
      {CompoundBytes("EncryptedPackage"), "总结.docx", "打开密码", "去掉密码"},
      {std::string("\1\xfe\x80\2\xff\0\3", 7) + std::string(20, '\1'), "x", "不认识", "PDF"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(Said(row.bytes, row.name), HasSubstr(row.is)) << row.name;
    EXPECT_THAT(Said(row.bytes, row.name), HasSubstr(row.advice)) << row.name;
  }
}

TEST(WhyNoEvidence, IsAPasswordOfAnOfficeDocument) {
  const std::string plain_doc = Bytes("\xec\xa5\xc1") + std::string(9, '\0');
  std::string locked_doc = plain_doc;
  locked_doc[0x0B] = '\1';
  EXPECT_EQ(Said(CompoundBytes("WordDocument", plain_doc)), "taken");
  EXPECT_THAT(Said(CompoundBytes("WordDocument", locked_doc)), HasSubstr("Word 文档设有打开密码"));

  const std::string begin = NumberBytes(0x0809, 2) + NumberBytes(4, 2) + NumberBytes(0, 4);
  const std::string pass = NumberBytes(0x2F, 2) + NumberBytes(6, 2) + std::string(6, '\1');
  EXPECT_EQ(Said(CompoundBytes("Workbook", begin)), "taken");
  EXPECT_THAT(Said(CompoundBytes("Workbook", begin + pass)), HasSubstr("Excel 表格设有打开密码"));
  EXPECT_THAT(Said(CompoundBytes("Book", begin + pass)), HasSubstr("打开密码"));
}

TEST(WhyNoEvidence, IsAZipThatNobodyOpens) {
  const std::string zip = WholeZip({{"a.txt", "hello"}, {"b.txt", ""}});
  EXPECT_EQ(Said(zip), "taken");
  EXPECT_EQ(Said(zip + std::string(500, ' ')), "taken") << "a little behind its end";
  EXPECT_THAT(Said(zip.substr(0, zip.size() - 30)), HasSubstr("不完整"));
  EXPECT_THAT(Said(WholeZip({{"a.txt", "hello"}}, 1)), HasSubstr("打开密码"));
  EXPECT_THAT(Said(WholeZip({{"a.txt", "hello"}}, 0, 2)), HasSubstr("分卷"));
  EXPECT_THAT(Said(WholeZip({})), HasSubstr("没有文件"));
  EXPECT_THAT(Said(WholeZip({{"夹/", ""}, {"a.txt", ""}})), HasSubstr("空文件"));
  const std::string docx = WholeZip({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}});
  EXPECT_EQ(Said(docx), "taken");
  EXPECT_THAT(Said(docx.substr(0, docx.size() - 30)), HasSubstr("Word 文档不完整"));
}

TEST(ZipDirectory, IsNeverACrash) {
  const std::string zip = WholeZip({{"a.txt", "hello"}, {"b.txt", "there"}});
  const auto directory = ReadZipDirectory(FileBytesOf(zip));
  ASSERT_TRUE(directory);
  ASSERT_EQ(directory->entries.size(), 2U);
  EXPECT_EQ(directory->entries[1].name, "b.txt");
  EXPECT_EQ(directory->entries[1].bytes, 5U);
  const std::string office = CompoundBytes("Workbook", "x");
  for (const std::string& whole : {zip, office}) {
    for (std::size_t size = 0; size < whole.size(); size += whole.size() / 150) {
      Said(whole.substr(0, size));
      Said(whole.substr(size));
      std::string turned = whole;
      turned[size] = '\xff';
      Said(turned);
    }
  }
}

TEST(WhyNoEvidence, IsATextThatIsNamedToRun) {
  const std::string text = "这是一段普通的文字，没有别的内容";
  for (const char* const name : {"通知.bat",
                                 "通知.cmd",
                                 "通知.ps1",
                                 "通知.vbs",
                                 "通知.hta",
                                 "通知.js",
                                 "通知.scr",
                                 "通知.lnk",
                                 "通知.url",
                                 "通知.desktop",
                                 "通知.html",
                                 "通知.mht",
                                 "通知.svg",
                                 "通知.xml",
                                 "通知.slk",
                                 "通知.iqy",
                                 "通知.settingcontent-ms",
                                 "通知.bat. .",
                                 "通知.bat\u200B",
                                 "通知\u202Etxt.js",
                                 "通知.js\uFE0F"}) {
    EXPECT_THAT(Said(text, name), HasSubstr("不能作为佐证材料")) << name;
  }
  EXPECT_EQ(Said(text, "通知.txt"), "taken");
  EXPECT_EQ(Said(text, "交换机.cfg"), "taken");
}

TEST(NameFor, EndsAsTheContentIs) {
  EXPECT_EQ(NameFor("image/jpeg", "扫描件.pdf"), "扫描件.jpg");
  EXPECT_EQ(NameFor("image/jpeg", "照片.JPEG"), "照片.JPEG");
  EXPECT_EQ(NameFor("image/heic", "IMG_1.jpg"), "IMG_1.heic");
  EXPECT_EQ(NameFor("application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "总结.doc"),
            "总结.docx");
  EXPECT_EQ(NameFor("application/vnd.ms-excel", "表.et"), "表.et") << "of WPS";
  EXPECT_EQ(NameFor("application/pdf", "责任书"), "责任书.pdf");
  EXPECT_EQ(NameFor("application/pdf", "第1.2稿"), "第1.2稿.pdf");
  EXPECT_EQ(NameFor("text/plain", "交换机.cfg"), "交换机.cfg");
  EXPECT_EQ(NameFor("text/csv", "名单.xls"), "名单.csv");
  EXPECT_EQ(NameFor("text/plain", "通知.bat"), "通知.bat.txt") << "of a ledger of earlier times";
  EXPECT_EQ(NameFor("text/plain", "设备.conf.d"), "设备.conf.d.txt");
  EXPECT_EQ(NameFor("text/x-msdos-batch", "通知.bat"), "通知.bat.bin");
  EXPECT_EQ(NameFor("text/plain", "通知\u202Etxt.js"), "通知txt.js.txt");
  EXPECT_EQ(NameFor("text/plain", "通知.js\u200B "), "通知.js.txt");
  EXPECT_EQ(NameFor("application/pdf", ".pdf"), "pdf.pdf");
  EXPECT_EQ(NameFor("application/pdf", ""), "_.pdf");
  EXPECT_EQ(NameFor("application/pdf", "CON"), "_CON.pdf");
  EXPECT_EQ(NameFor("application/pdf", "../a:b\n.exe"), "_a_b_.exe.pdf");
  std::string endless;
  for (int i = 0; i < 300; ++i) endless += "长";
  EXPECT_LE(NameFor("image/png", endless + ".bat").size(), 255U);
  EXPECT_TRUE(NameFor("image/png", endless + ".bat").ends_with(".png"));
  EXPECT_TRUE(IsNamedAsProgram("报告.pdf.exe"));
  EXPECT_TRUE(IsNamedAsProgram("报告.EXE. "));
  EXPECT_FALSE(IsNamedAsProgram("exe"));
  EXPECT_FALSE(IsNamedAsProgram("com.pdf"));
}

}  // namespace
}  // namespace shouze
