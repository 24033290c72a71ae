#include "system/file_kinds.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>

#include "base/file_name.h"
#include "base/text.h"

namespace shouze {
namespace {

constexpr std::string_view kAsDocument =
    "请打印成 PDF，或把要说明的部分截图、另存为 Word、Excel 后上传";
constexpr std::string_view kAsDocumentEnglish =
    "print it to PDF, or upload a picture or an Office document of what it is to show";
constexpr std::string_view kAsText = "请把内容复制到 Word 或另存为 PDF 后上传";
constexpr std::string_view kAsTextEnglish = "put its content into a document or a PDF";
constexpr std::string_view kUnpacked = "请解压后上传其中的文件，或重新压缩为 ZIP";
constexpr std::string_view kUnpackedEnglish = "unpack it and upload what is in it, or pack a ZIP";

constexpr FileKind kKinds[] = {
    // What is evidence.
    {"application/pdf", "PDF 文件", "a PDF", "pdf", "", ""},
    {"application/ofd", "OFD 版式文件", "an OFD", "ofd", "", ""},
    {"image/jpeg", "JPEG 图片", "a JPEG picture", "jpg jpeg jpe jfif", "", ""},
    {"image/png", "PNG 图片", "a PNG picture", "png", "", ""},
    {"image/webp", "WebP 图片", "a WebP picture", "webp", "", ""},
    {"image/gif", "GIF 图片", "a GIF picture", "gif", "", ""},
    {"image/bmp image/x-ms-bmp", "BMP 图片", "a BMP picture", "bmp dib", "", ""},
    {"image/tiff", "TIFF 图片", "a TIFF picture", "tif tiff", "", ""},
    {"image/heic image/heif image/heic-sequence image/heif-sequence", "HEIC 照片", "a HEIC photo",
     "heic heif hif heics", "", ""},
    {"image/avif", "AVIF 图片", "an AVIF picture", "avif", "", ""},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档",
     "a Word document", "docx docm dotx", "", ""},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格",
     "an Excel workbook", "xlsx xlsm xltx", "", ""},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "演示文稿",
     "a presentation", "pptx pptm ppsx potx", "", ""},
    {"application/msword", "Word 文档", "a Word document", "doc wps dot wpt", "", ""},
    {"application/vnd.ms-excel", "Excel 表格", "an Excel workbook", "xls et xlt ett", "", ""},
    {"application/vnd.ms-powerpoint", "演示文稿", "a presentation", "ppt dps pps pot dpt", "", ""},
    {"application/zip", "ZIP 压缩包", "a ZIP", "zip", "", ""},
    {"text/csv", "CSV 表格", "a CSV table", "csv txt", "", ""},
    {"text/plain", "文本文件", "a text", "txt csv log md text cfg conf", "", ""},

    // What is none.
    {"application/x-empty", "空文件，里面没有内容", "an empty file", "",
     "请检查原文件能否打开，再重新选择", "see whether it opens, and choose it again"},
    {"application/encrypted", "设有打开密码的 Office 文档", "an Office document with a password",
     "", "审核的人打不开，请在 WPS 或 Office 中去掉密码（文件 → 文档加密）另存后再上传",
     "reviewers cannot open it; save it without its password"},
    {"application/vnd.rar application/x-rar application/x-rar-compressed", "RAR 压缩包",
     "a RAR archive", "", kUnpacked, kUnpackedEnglish},
    {"application/x-7z-compressed", "7z 压缩包", "a 7z archive", "", kUnpacked, kUnpackedEnglish},
    {"application/gzip application/x-tar application/x-ustar application/x-bzip2 application/x-xz "
     "application/zstd application/x-lzma application/vnd.ms-cab-compressed application/x-iso9660-image",
     "压缩包或映像（不是 ZIP）", "an archive other than ZIP", "", kUnpacked, kUnpackedEnglish},
    {"text/rtf application/rtf", "RTF 文档", "an RTF document", "",
     "请用 Word 或 WPS 打开后另存为 .docx 或 PDF 再上传",
     "open it in Word or WPS and save it as .docx or PDF"},
    {"message/rfc822 application/vnd.ms-outlook application/vnd.ms-tnef", "一封邮件", "a mail", "",
     "请在邮箱里把邮件打印成 PDF，附件另外上传",
     "print the mail to PDF, and upload what is attached to it by itself"},
    {"application/vnd.ms-outlook-pst", "Outlook 邮箱文件", "a mailbox of Outlook", "",
     "请把要说明的邮件打印成 PDF 后上传", "print the mails in question to PDF"},
    {"text/html application/xhtml+xml", "网页（HTML）", "a web page (HTML)", "",
     "请在浏览器里打印成 PDF 或截图后上传",
     "print it to PDF in a browser, or take a picture of it"},
    {"application/x-mimearchive", "单个文件网页（.mht）", "a web page in one file (.mht)", "",
     "请用浏览器、Word 或 Excel 打开，另存为 PDF、.docx 或 .xlsx 后上传",
     "open it in a browser or Office and save it as PDF, .docx or .xlsx"},
    {"application/x-office-2003-xml", "XML 格式的旧 Office 文档（2003 XML）",
     "an Office document in XML of 2003", "", "请用 Excel、Word 或 WPS 打开后另存为 .xlsx、.docx",
     "open it in Office or WPS and save it as .xlsx or .docx"},
    {"text/xml application/xml", "XML 数据文件", "XML", "",
     "审核的人无法直接阅读，请导出为 Excel、Word 或 PDF", "export it as a workbook or a PDF"},
    {"application/json application/x-ndjson", "JSON 数据文件", "JSON", "",
     "审核的人无法直接阅读，请导出为 Excel、Word 或 PDF", "export it as a workbook or a PDF"},
    {"image/svg+xml", "SVG 矢量图", "an SVG drawing", "", "它可以夹带脚本，请导出为 PNG 图片或 PDF",
     "it may carry scripts; export it as PNG or PDF"},
    {"text/x-shellscript", "以“#!”开头的脚本文本", "a text that begins with #!, a script", "",
     kAsText, kAsTextEnglish},
    {"text/x-script.* application/javascript text/javascript application/x-javascript "
     "text/x-msdos-batch text/x-php text/x-perl text/x-python text/x-ruby text/x-lua text/x-awk "
     "text/x-gawk text/x-tcl text/x-ms-regedit application/x-wine-extension-ini text/x-powershell",
     "脚本或程序源代码", "a script or a program's source", "", kAsText, kAsTextEnglish},
    {"application/x-dosexec application/vnd.microsoft.portable-executable application/x-executable "
     "application/x-pie-executable application/x-sharedlib application/x-object "
     "application/x-mach-binary application/x-msdownload application/x-ms-shortcut "
     "application/java-archive application/x-java-applet application/x-msi application/x-elf "
     "application/vnd.android.package-archive application/x-ms-ne-executable "
     "application/x-coredump application/x-debian-package application/vnd.debian.binary-package "
     "application/x-rpm",
     "可执行程序", "a program", "", "请上传能说明工作的截图、文档或 PDF",
     "upload a picture or a document of what was done"},
    {"video/*", "视频", "a video", "",
     "请截取能说明问题的画面，存成图片或放进文档上传；确须交原视频的，压缩为 ZIP",
     "upload pictures of what it shows; where the video itself is needed, pack a ZIP"},
    {"audio/*", "音频", "a sound file", "", "请上传文字记录；确须交原录音的，压缩为 ZIP",
     "upload its words; where the sound itself is needed, pack a ZIP"},
    {"image/vnd.adobe.photoshop", "Photoshop 图", "a Photoshop picture", "",
     "请导出为 JPEG、PNG 或 PDF", "export it as JPEG, PNG or PDF"},
    {"image/vnd.dwg image/x-dwg application/acad image/vnd.dxf", "CAD 图纸", "a CAD drawing", "",
     "请打印成 PDF", "print it to PDF"},
    {"application/x-caj", "CAJ 文件", "a CAJ file", "", "请用 CAJ 阅读器打印成 PDF",
     "print it to PDF from its reader"},
    {"application/x-ceb", "CEB 版式文件", "a CEB file", "", "请用方正阅读器打印成 PDF 或转为 OFD",
     "print it to PDF, or convert it to OFD"},
    {"application/vnd.oasis.opendocument.*", "OpenDocument 文档", "an OpenDocument", "",
     "请另存为 .docx、.xlsx、.pptx 或 PDF", "save it as .docx, .xlsx, .pptx or PDF"},
    {"application/epub+zip application/vnd.ms-htmlhelp", "电子书", "an electronic book", "",
     kAsDocument, kAsDocumentEnglish},
    {"application/vnd.visio application/vnd.ms-visio.drawing.main+xml", "Visio 图",
     "a Visio drawing", "", "请导出为 PDF 或图片", "export it as PDF or a picture"},
    {"application/postscript", "PostScript 文件", "PostScript", "", "请转为 PDF", "make it a PDF"},
    {"image/*", "这种格式的图片", "a picture of a kind that browsers do not show", "",
     "请另存为 JPEG、PNG 或 PDF", "save it as JPEG, PNG or PDF"},
    {"application/vnd.ms-office application/x-ole-storage application/CDFV2",
     "Office 之外的复合文档（如安装包、缩略图、Project）",
     "a compound file that is none of Office's", "", kAsDocument, kAsDocumentEnglish},
    {"application/x-ole-storage-broken", "不完整的旧 Office 文档",
     "an old Office document cut short", "",
     "可能没有下载完或已损坏，请检查原文件能否打开，另存后再上传",
     "see whether it opens, save it anew and upload that"},
    {"text/x-*", "脚本或程序源代码", "a script or a program's source", "", kAsText, kAsTextEnglish},
    {"*", "系统不认识的文件（可能已损坏，或设有密码）",
     "a file of a kind that is not known here (perhaps damaged or locked)", "", kAsDocument,
     kAsDocumentEnglish},
};

/// Of programs on anybody's desk, and of what starts one. Source: what Outlook and Windows'
/// attachment manager block.
constexpr std::string_view kProgramEndings[] = {"exe",
                                                "com",
                                                "bat",
                                                "cmd",
                                                "scr",
                                                "pif",
                                                "msi",
                                                "msp",
                                                "dll",
                                                "cpl",
                                                "js",
                                                "jse",
                                                "vbs",
                                                "vbe",
                                                "wsf",
                                                "wsh",
                                                "ps1",
                                                "hta",
                                                "lnk",
                                                "reg",
                                                "jar",
                                                "apk",
                                                "sh",
                                                "chm",
                                                "url",
                                                "inf",
                                                "sys",
                                                "gadget",
                                                "psm1",
                                                "sct",
                                                "ws",
                                                "msc",
                                                "appx",
                                                "py",
                                                "php",
                                                "application",
                                                "ps1xml",
                                                "psd1",
                                                "ps2",
                                                "wsc",
                                                "mst",
                                                "xll",
                                                "ocx",
                                                "drv",
                                                "job",
                                                "scf",
                                                "appref-ms",
                                                "library-ms",
                                                "search-ms",
                                                "settingcontent-ms",
                                                "searchconnector-ms",
                                                "theme",
                                                "themepack",
                                                "diagcab",
                                                "iqy",
                                                "slk",
                                                "rdp",
                                                "ade",
                                                "adp",
                                                "mde",
                                                "hlp",
                                                "msh",
                                                "vb",
                                                "vba",
                                                "desktop",
                                                "command",
                                                "bash",
                                                "zsh",
                                                "csh",
                                                "pl",
                                                "rb",
                                                "lua",
                                                "run",
                                                "deb",
                                                "rpm",
                                                "dmg",
                                                "pkg",
                                                "workflow",
                                                "class",
                                                "jnlp",
                                                "msix",
                                                "ipa",
                                                "iso",
                                                "img",
                                                "vhd",
                                                "vhdx"};
/// Of pages, which a browser runs as the desk's own.
constexpr std::string_view kPageEndings[] = {"html",  "htm", "xhtml", "xht", "shtml", "mht",
                                             "mhtml", "svg", "svgz",  "xml", "xsl",   "xslt"};

constexpr std::string_view kNoEvidenceEnding = "bin";

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

/// `pdf` of `a.PDF`; empty where there is none.
std::string EndingOf(std::string_view name) {
  while (name.ends_with('.') || name.ends_with(' ')) name.remove_suffix(1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 24) return "";
  const std::string ending = Lower(name.substr(dot + 1));
  const bool word = std::ranges::all_of(
      ending, [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80 || c == '-'; });
  return word ? ending : "";
}

/// Calls `use` with each of the words until it says true.
template <class Use>
bool AnyWord(std::string_view words, Use use) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (use(word)) return true;
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return false;
}

bool Covers(const FileKind& kind, std::string_view type) {
  return AnyWord(kind.types, [&](std::string_view one) {
    return one.ends_with('*') ? type.starts_with(one.substr(0, one.size() - 1)) : type == one;
  });
}

bool IsEndingOf(const FileKind& kind, std::string_view ending) {
  return AnyWord(kind.endings, [&](std::string_view one) { return one == ending; });
}

template <std::size_t kSize>
bool IsOneOf(const std::string_view (&endings)[kSize], std::string_view ending) {
  return std::ranges::find(endings, ending) != std::end(endings);
}

/// The name, which every system takes, with an ending of this type's.
std::string EndedBy(std::string_view type, std::string_view name) {
  const FileKind& kind = FileKindOf(type);
  const std::string ending = EndingOf(name);
  const std::string_view usual =
      kind.endings.empty() ? kNoEvidenceEnding : kind.endings.substr(0, kind.endings.find(' '));
  if (ending == usual || IsEndingOf(kind, ending)) return std::string(name);
  const bool known =
      std::ranges::any_of(kKinds, [&](const FileKind& other) { return IsEndingOf(other, ending); });
  if (known) return Concat(name.substr(0, name.rfind('.') + 1), usual);
  return Concat(name, ".", usual);
}

/// What an HTML page is that a program has saved under an Office name.
std::optional<std::string_view> OfficeEnding(std::string_view ending) {
  if (ending == "xls" || ending == "xlsx" || ending == "et") return ".xlsx";
  if (ending == "doc" || ending == "docx" || ending == "wps") return ".docx";
  if (ending == "ppt" || ending == "pptx" || ending == "dps") return ".pptx";
  return std::nullopt;
}

}  // namespace

const FileKind& FileKindOf(std::string_view type) {
  const auto* const found =
      std::ranges::find_if(kKinds, [&](const FileKind& kind) { return Covers(kind, type); });
  return found == std::end(kKinds) ? *std::prev(std::end(kKinds)) : *found;
}

bool MayBeEvidence(std::string_view type) { return !FileKindOf(type).endings.empty(); }

Saying SayingOf(std::string_view type, std::string_view name) {
  const FileKind& kind = FileKindOf(type);
  const std::string ending = EndingOf(name);
  if (const auto to = OfficeEnding(ending); to && type == "text/html") {
    return {Concat("这是网页存成的 .", ending, "，请用 Excel 或 WPS 打开后另存为 ", *to, " 再上传"),
            Concat("this is a web page saved as .", ending,
                   ": open it in Office or WPS, save it as ", *to, " and upload that")};
  }
  const bool latin = static_cast<unsigned char>(kind.chinese.front()) < 0x80;
  return {Concat("这是", latin ? " " : "", kind.chinese, "，不能作为佐证材料；", kind.advice),
          Concat("this is ", kind.english, ", which is no evidence: ", kind.english_advice)};
}

bool IsNamedAsProgram(std::string_view name) {
  const std::string ending = EndingOf(SafeFileName(name));
  return IsOneOf(kProgramEndings, ending) || IsOneOf(kPageEndings, ending);
}

bool RunsByItself(std::string_view name) {
  return IsOneOf(kProgramEndings, EndingOf(SafeFileName(name)));
}

Saying ProgramSaying(std::string_view name) {
  const std::string ending = EndingOf(SafeFileName(name));
  const bool page = IsOneOf(kPageEndings, ending);
  return {Concat("名字以 .", ending, " 结尾的是", page ? "网页或标记文件" : "程序或脚本",
                 "，不能作为佐证材料；请上传能说明工作的截图、文档或 PDF"),
          Concat("names that end in .", ending, " are ",
                 page ? "pages or markup" : "programs or scripts",
                 ", which are no evidence: upload a picture or a document of what was done")};
}

std::string NameFor(std::string_view type, std::string_view name, std::size_t units) {
  return SafeFileName(EndedBy(type, SafeFileName(name)), units);
}

}  // namespace shouze
