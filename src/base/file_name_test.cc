#include "base/file_name.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace shouze {
namespace {

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(SafeFileName, IsTakenByEveryFileSystem) {
  EXPECT_EQ(SafeFileName("a/b\\c:d*e?\"f<g>h|i.pdf"), "a_b_c_d_e__f_g_h_i.pdf");
  EXPECT_EQ(SafeFileName("../../etc/passwd"), "_.._etc_passwd");
  EXPECT_EQ(SafeFileName("结尾. "), "结尾");
  EXPECT_EQ(SafeFileName(" .前面"), "前面");
  EXPECT_EQ(SafeFileName(""), "_");
  EXPECT_EQ(SafeFileName("..."), "_");
  EXPECT_EQ(SafeFileName("\x01\n"), "__");
  EXPECT_EQ(SafeFileName("会议纪要（终）.docx"), "会议纪要（终）.docx");
}

TEST(SafeFileName, IsNoDeviceOfWindows) {
  EXPECT_EQ(SafeFileName("CON"), "_CON");
  EXPECT_EQ(SafeFileName("con.pdf"), "_con.pdf");
  EXPECT_EQ(SafeFileName("Nul.tar.gz"), "_Nul.tar.gz");
  EXPECT_EQ(SafeFileName("COM1"), "_COM1");
  EXPECT_EQ(SafeFileName("lpt9.txt"), "_lpt9.txt");
  EXPECT_EQ(SafeFileName("COM\u00B9.txt"), "_COM\u00B9.txt");
  EXPECT_EQ(SafeFileName("aux .txt"), "_aux .txt");
  EXPECT_EQ(SafeFileName("conin$"), "_conin$");
  EXPECT_EQ(SafeFileName("CONTACT.pdf", 7), "_CO.pdf") << "one only by cutting";
  EXPECT_EQ(SafeFileName("CONTACT.pdf"), "CONTACT.pdf");
  EXPECT_EQ(SafeFileName("COM10.txt"), "COM10.txt");
}

TEST(SafeFileName, ShowsWhatItIs) {
  EXPECT_EQ(SafeFileName("材料\u202Efdp.exe"), "材料fdp.exe");
  EXPECT_EQ(SafeFileName("\u200B张\uFEFF三.pdf"), "张三.pdf");
  EXPECT_EQ(SafeFileName("a\u2066b\u00ADc\u061Cd\u034Fe\uFE0Ff\U000E0041g\u0085.pdf"),
            "abcdefg.pdf");
  EXPECT_EQ(SafeFileName("通知.pdf\u3164"), "通知.pdf");
  EXPECT_EQ(SafeFileName("a\xFF\xE4\xB8.pdf"), "a__.pdf") << "no UTF-8";
}

TEST(SafeFileName, IsNoLongerThanItMayBe) {
  EXPECT_EQ(SafeFileName(Repeated("长", 300) + ".pdf"), Repeated("长", 78) + ".pdf") << "in bytes";
  EXPECT_EQ(SafeFileName(Repeated("a", 300) + ".pdf"), Repeated("a", 116) + ".pdf");
  EXPECT_EQ(SafeFileName(Repeated("长", 30) + ".pdf", 20), Repeated("长", 16) + ".pdf");
  EXPECT_EQ(Utf16Units(SafeFileName(Repeated("😀", 30) + ".pdf", 21)), 20U) << "no half of one";
  EXPECT_EQ(SafeFileName("一二三 四", 4), "一二三") << "no space at its end";
  EXPECT_EQ(SafeFileName(".pdf", 3), "pdf");
}

TEST(ExtensionOf, IsTheLastDotsAndShort) {
  EXPECT_EQ(ExtensionOf("a.tar.gz"), ".gz");
  EXPECT_EQ(ExtensionOf(".hidden"), "");
  EXPECT_EQ(ExtensionOf("第 1. 网络安全责任书"), "");
  EXPECT_EQ(ExtensionOf("3.1 落实"), "");
}

}  // namespace
}  // namespace shouze
