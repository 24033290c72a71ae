#include "rehearsal/evidence_maker.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"

namespace shouze {
namespace {

/// The code points of UTF-8 text as hex UTF-16BE.
std::string Utf16Hex(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string hex;
  const auto put = [&](std::uint32_t unit) {
    for (int shift = 12; shift >= 0; shift -= 4) hex += kHex[unit >> shift & 15];
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t point = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k) {
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    i += size;
    if (point >= 0x10000) {
      put(0xD800 + ((point - 0x10000) >> 10));
      put(0xDC00 + ((point - 0x10000) & 0x3FF));
    } else {
      put(point);
    }
  }
  return hex;
}

std::string PadNumber(std::size_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

void PutBig(std::string& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

/// Source: PNG specification (ISO 15948) annex D.
std::uint32_t Crc(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t n = 0; n < 256; ++n) {
      std::uint32_t c = n;
      for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
      made[n] = c;
    }
    return made;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    crc = table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (crc >> 8);
  }
  return ~crc;
}

/// Source: RFC 1950 section 8.2.
std::uint32_t Adler(std::string_view bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char byte : bytes) {
    a = (a + static_cast<unsigned char>(byte)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

void PutChunk(std::string& png, std::string_view type, const std::string& content) {
  PutBig(png, static_cast<std::uint32_t>(content.size()));
  const std::string typed = Concat(type, content);
  png += typed;
  PutBig(png, Crc(typed));
}

/// zlib with stored blocks: a few KB need no compression. Source: RFC 1951 section 3.2.4.
std::string Stored(std::string_view bytes) {
  constexpr std::size_t kBlockMax = 65535;
  std::string zlib = "\x78\x01";
  for (std::size_t at = 0; at < bytes.size(); at += kBlockMax) {
    const std::size_t size = std::min(kBlockMax, bytes.size() - at);
    zlib += at + size == bytes.size() ? '\1' : '\0';
    zlib += static_cast<char>(size & 0xFF);
    zlib += static_cast<char>(size >> 8);
    zlib += static_cast<char>(~size & 0xFF);
    zlib += static_cast<char>(~size >> 8 & 0xFF);
    zlib += bytes.substr(at, size);
  }
  PutBig(zlib, Adler(bytes));
  return zlib;
}

}  // namespace

std::string MakePdf(const std::vector<std::string>& lines) {
  std::string page = "BT /F1 14 Tf 60 780 Td 24 TL\n";
  for (const std::string& line : lines) page += Concat("<", Utf16Hex(line), "> Tj T*\n");
  page += "ET\n";
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> >>",
      Concat("<< /Length ", page.size(), " >>\nstream\n", page, "endstream"),
      "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
      "/DescendantFonts [6 0 R] >>",
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
      "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R >>",
      "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
      "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
  };
  std::string pdf = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    places.push_back(pdf.size());
    pdf += Concat(i + 1, " 0 obj\n", objects[i], "\nendobj\n");
  }
  const std::size_t table = pdf.size();
  pdf += Concat("xref\n0 ", objects.size() + 1, "\n0000000000 65535 f \n");
  for (const std::size_t place : places) pdf += Concat(PadNumber(place, 10), " 00000 n \n");
  return Concat(pdf, "trailer\n<< /Size ", objects.size() + 1, " /Root 1 0 R >>\nstartxref\n",
                table, "\n%%EOF\n");
}

std::string MakePhoto(std::uint32_t seed, std::uint32_t side) {
  CHECK(side >= 16 && side <= 1024);
  std::string rows;
  for (std::uint32_t y = 0; y < side; ++y) {
    rows += '\0';
    for (std::uint32_t x = 0; x < side; ++x) {
      rows += static_cast<char>(x * 255 / side ^ (seed & 0x3F));
      rows += static_cast<char>(y * 255 / side ^ (seed >> 6 & 0x3F));
      rows += static_cast<char>((x + y) * 127 / side + (seed >> 12 & 0x3F));
    }
  }
  std::string header;
  PutBig(header, side);
  PutBig(header, side);
  header += std::string("\x08\x02\x00\x00\x00", 5);
  std::string png = "\x89PNG\r\n\x1a\n";
  PutChunk(png, "IHDR", header);
  PutChunk(png, "IDAT", Stored(rows));
  PutChunk(png, "IEND", "");
  return png;
}

}  // namespace shouze
