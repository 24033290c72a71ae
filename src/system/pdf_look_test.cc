#include "system/pdf_look.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "system/pdf_lock.h"
#include "system/pdf_text.h"

namespace shouze {
namespace {

constexpr std::string_view kHead = "%PDF-1.7\n";
constexpr std::string_view kObjects =
    "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>\nendobj\n";

/// What stands behind the objects; the table itself is nobody's here.
std::string End(std::string_view trailer = "<< /Size 4 /Root 1 0 R >>") {
  return Concat("xref\n0 1\n0000000000 65535 f \ntrailer\n", trailer, "\nstartxref\n170\n%%EOF\n");
}

std::string Pdf(std::string_view objects = kObjects) { return Concat(kHead, objects, End()); }

std::string FaultName(const std::string& pdf) {
  const auto fault = FaultOfPdf(FileBytesOf(pdf));
  if (!fault) return "none";
  return *fault == PdfFault::kCut ? "cut" : *fault == PdfFault::kPassword ? "password" : "no pages";
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(PdfFault, IsNoneOfWhatReadersOpen) {
  EXPECT_EQ(FaultName(Pdf()), "none");
  EXPECT_EQ(FaultName(Pdf() + std::string(1000, 'x')), "none") << "junk behind its end";
  EXPECT_EQ(FaultName(std::string(900, '\0') + Pdf()), "none") << "junk before its head";
  EXPECT_EQ(FaultName(Replaced(Pdf(), "startxref\n170", "startxref\n9")), "none")
      << "tables that point elsewhere are mended by readers";
  EXPECT_EQ(FaultName(Replaced(Pdf(), "startxref\n170\n%%EOF\n", "%%EOF")), "none");
  EXPECT_EQ(FaultName(Pdf() + "3 0 obj\n<< /Type /Page >>\nendobj\n" + End()), "none")
      << "a version appended";
  EXPECT_EQ(FaultName(Concat(kHead,
                             "4 0 obj\n<< /Type /XRef /Root 1 0 R >>\nstream\nx\nendstream\n"
                             "endobj\nstartxref\n9\n%%EOF")),
            "none")
      << "a stream for a table, the rest in streams of objects";
}

TEST(PdfFault, IsTheEndThatIsMissing) {
  const std::string whole = Pdf();
  EXPECT_EQ(FaultName(whole.substr(0, whole.find("startxref"))), "cut");
  EXPECT_EQ(FaultName(whole.substr(0, 100)), "cut");
  EXPECT_EQ(FaultName(std::string(kHead) + std::string(200'000, 'x')), "cut");
  const std::string first =
      Concat(kHead, "1 0 obj\n<< /Linearized 1 /L 9000 /O 3 >>\nendobj\n", kObjects, End());
  EXPECT_EQ(FaultName(first), "cut") << "a linearised one ends its first page like a file";
  EXPECT_EQ(FaultName(first + std::string(9000, ' ') + End()), "none");
}

TEST(PdfFault, IsThatThereAreNoPages) {
  EXPECT_EQ(FaultName(Replaced(Pdf(), "/Kids [3 0 R] /Count 1", "/Kids [] /Count 0")), "no pages");
  const std::string later = Replaced(Pdf(), "/Kids [3 0 R] /Count 1", "/Kids [] /Count 0") +
                            "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" + End();
  EXPECT_EQ(FaultName(later), "none") << "a later version has some";
  EXPECT_EQ(FaultName(Replaced(Pdf(), "/Count 1", "/Count 5 0 R")), "none")
      << "it stands elsewhere";
  EXPECT_EQ(FaultName(Replaced(Pdf(), "/Count 1", "/Count 0 /ObjStm")), "none")
      << "streams of objects may hold others";
}

struct LockRow {
  const char* what;
  bool asks;
  std::string_view dictionary;
  std::string_view id;
};

/// Made by qpdf: `user…` with a password to open, `owner…` with one for printing only, of 40 and
/// 128 bits (RC4), A128 (AES), R5 and 256 (AES).
constexpr LockRow kLocks[] = {
    {"user40", true,
     "<< /Filter /Standard /Length 40 /O <853fee3f6550fc3bc212797eaed99cc9be"
     "53347583a738e25fdfb1242bf93366> /P -4 /R 2 /U <bffd0602be6b6b4173a4480"
     "7062ef00b5908dedd9022f684eef67985661f1250> /V 1 >>",
     "293a53243d0fc1f08d6798a387b3f622"},
    {"user128", true,
     "<< /Filter /Standard /Length 128 /O <2a2f0a1990192c60114730bdcd39f3782"
     "8a53c89a340dd473c85299dc5258e1c> /P -4 /R 3 /U <a0467408b43c12881997de"
     "3104f4d6400122456a91bae5134273a6db134c87c4> /V 2 >>",
     "ff0c9d59cb7d5414045b704bc06d67b8"},
    {"userA128", true,
     "<< /Filter /Standard /Length 128 /O <2a2f0a1990192c60114730bdcd39f3782"
     "8a53c89a340dd473c85299dc5258e1c> /P -4 /R 4 /U <59e6859f4d081bb06ecf73"
     "d27d8ee84d0122456a91bae5134273a6db134c87c4> /V 4 >>",
     "124114862d54f4c7fe80a10ea4ecbf5e"},
    {"userR5", true,
     "<< /Filter /Standard /Length 256 /O <000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000> /P -4"
     " /R 5 /U <f243bc514f02ddf8222ab021644dbadbf0975b5e94f922d784122c835ff9"
     "a2980c9bcb6b9cfb63508bb0ccd3f43c73c1> /V 5 >>",
     "4fab138514d9afe4ff17f36d43739728"},
    {"user256", true,
     "<< /Filter /Standard /Length 256 /O <000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000> /P -4"
     " /R 6 /U <ebad6ae422dca08e2d2cc36d30f9dc90e58bf754481eade343f7154aa976"
     "5272a4d225045399401d4e4ab07e6c701fc3> /V 5 >>",
     "86981f785cae34ef7f5519ec625c7e99"},
    {"owner40", false,
     "<< /Filter /Standard /Length 40 /O <d8a81f2f756b03f0e776376607dc67c098"
     "531ac3e51f6e5cf0fc1473b1ce0975> /P -4 /R 2 /U <f02907239f0930033c27844"
     "a15bee02b2902e8e5981360afe53773ea844bd443> /V 1 >>",
     "edb1b3f2916a205d3496542e39594288"},
    {"owner128", false,
     "<< /Filter /Standard /Length 128 /O <77b8fb098022d3ab34237ea5643c08710"
     "ea5123fc5f88bf993a68cca5f12b40f> /P -2056 /R 3 /U <2eb8cec9497f8241a6d"
     "0307ce2f597370122456a91bae5134273a6db134c87c4> /V 2 >>",
     "ea53faf303c51b8f2bb8ffb8607ea291"},
    {"ownerA128", false,
     "<< /EncryptMetadata false /Filter /Standard /Length 128 /O <77b8fb0980"
     "22d3ab34237ea5643c08710ea5123fc5f88bf993a68cca5f12b40f> /P -4 /R 4 /U "
     "<e3419c5ef03ec9760a6ddfd8c88c125a0122456a91bae5134273a6db134c87c4> /V "
     "4 >>",
     "6430bb56840bd3f79225195aa4f7a7a0"},
    {"ownerR5", false,
     "<< /Filter /Standard /Length 256 /O <000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000> /P -4"
     " /R 5 /U <9330b7c77e39e57524a57eb96835b1cd05918c739a4a49266dce8ac7e206"
     "95fef2327f69aca370b8ecfc9f545daf0049> /V 5 >>",
     "f63e124e82d0b7775cd0c149be620322"},
    {"owner256", false,
     "<< /Filter /Standard /Length 256 /O <000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000> /P -4"
     " /R 6 /U <3b84211b2a8b67874a8d7433b1fc2ac1e3fe48ac9983b9c3b3151b285102"
     "cefd39a7ae8a8def6a2b1700b92870de2c1e> /V 5 >>",
     "d7f2f678ad979900919945c05b7a1983"},
};

TEST(PdfFault, IsAPasswordToOpenAndNoneToPrint) {
  for (const LockRow& row : kLocks) {
    const std::string trailer =
        Concat("<< /Root 1 0 R /Encrypt 9 0 R /ID [<", row.id, "><", row.id, ">] >>");
    EXPECT_EQ(AsksForPassword(row.dictionary, trailer), row.asks) << row.what;
    const std::string pdf =
        Concat(kHead, kObjects, "9 0 obj\n", row.dictionary, "\nendobj\n", End(trailer));
    EXPECT_EQ(FaultName(pdf), row.asks ? "password" : "none") << row.what;
    const std::string within = Concat("<< /Root 1 0 R /Encrypt ", row.dictionary, " /ID [<", row.id,
                                      "><", row.id, ">] >>");
    EXPECT_EQ(FaultName(Concat(kHead, kObjects, End(within))), row.asks ? "password" : "none")
        << row.what << " in the trailer itself";
  }
  EXPECT_EQ(AsksForPassword("<< /Filter /Adobe.PubSec /V 4 >>", ""), true) << "a certificate";
  EXPECT_EQ(AsksForPassword("<< /Filter /Standard /V 9 /R 9 >>", ""), std::nullopt);
}

TEST(PdfFault, IsNeverACrash) {
  const std::string whole = Concat(kHead, kObjects, "9 0 obj\n", kLocks[4].dictionary, "\nendobj\n",
                                   End("<< /Root 1 0 R /Encrypt 9 0 R /ID [<00><00>] >>"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    FaultName(whole.substr(0, size));
    FaultName(whole.substr(size));
    std::string turned = whole;
    turned[size] = '\xff';
    FaultName(turned);
  }
}

TEST(PdfText, ReadsValuesByTheirWholeNames) {
  EXPECT_EQ(PdfInteger(PdfValue("<</Length 5/L -7>>", "L")), -7);
  EXPECT_EQ(PdfValue("<</Pages 2 0 R>>", "P"), "");
  EXPECT_EQ(PdfString(PdfValue("<</O(a\\)\\(\\101\\n(b))>>", "O")), "a)(A\n(b)");
  EXPECT_EQ(PdfString("<41 4>"), "A@");
  EXPECT_EQ(PdfString("<<"), std::nullopt);
  EXPECT_EQ(PdfString("(never ends"), std::nullopt);
  EXPECT_EQ(PdfReference("12 0 R"), "12 0");
  EXPECT_EQ(PdfReference("12 0"), std::nullopt);
}

}  // namespace
}  // namespace shouze
