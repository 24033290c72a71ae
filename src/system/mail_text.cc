#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/check.h"
#include "base/civil.h"
#include "base/text.h"
#include "system/mail.h"
#include "system/mailbox.h"

namespace shouze {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// The first keeps holiday notices from answering (RFC 3834).
constexpr std::string_view kFixedHeaders =
    "Auto-Submitted: auto-generated\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: base64\r\n";

std::string Base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();  // its ending zero
  return text;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string WithoutControls(std::string_view text) {
  std::string clean;
  std::ranges::copy_if(text, std::back_inserter(clean),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
  return clean;
}

/// Encoded words, one a line, none cutting a character; a line stays within 76 letters, the longest
/// header name included. Source: RFC 2047, 2 and 5.
std::string EncodedWords(std::string_view text) {
  constexpr std::size_t kBytesMax = 39;
  std::string words;
  while (!text.empty()) {
    std::size_t size = std::min(text.size(), kBytesMax);
    while (size > 1 && size < text.size() && IsContinuation(text[size])) --size;
    if (!words.empty()) words += Concat(kLineEnd, " ");
    words += Concat("=?UTF-8?B?", Base64(text.substr(0, size)), "?=");
    text.remove_prefix(size);
  }
  return words;
}

/// Short and plain text as it is, everything else encoded.
std::string HeaderText(std::string_view written) {
  constexpr std::size_t kPlainBytesMax = 60;
  const std::string text = WithoutControls(written);
  const bool plain = text.size() <= kPlainBytesMax && text.find("=?") == text.npos &&
                     std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? text : EncodedWords(text);
}

/// A mailbox as a header's value. What is none stays out: Send has refused it before.
std::string HeaderMailbox(const std::string& text) {
  const auto mailbox = ParseMailbox(WithoutControls(text));
  if (!mailbox) return "";
  if (mailbox->name.empty()) return mailbox->address;
  return Concat(EncodedWords(mailbox->name), kLineEnd, " <", mailbox->address, ">");
}

/// Base64 in lines of 76 letters, of the text with CR LF at its lines' ends.
/// Source: RFC 2045, 6.8; RFC 2046, 4.1.1.
std::string EncodedBody(std::string_view body) {
  constexpr std::size_t kLineLetters = 76;
  std::string text;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const bool crlf = body[i] == '\r' && i + 1 < body.size() && body[i + 1] == '\n';
    if (crlf) continue;
    if (body[i] == '\n') {
      text += kLineEnd;
    } else {
      text += body[i];
    }
  }
  const std::string letters = Base64(text);
  std::string lines;
  for (std::size_t at = 0; at < letters.size(); at += kLineLetters) {
    lines += Concat(letters.substr(at, kLineLetters), kLineEnd);
  }
  return lines;
}

std::string TwoDigits(std::int64_t value) { return Concat(value < 10 ? "0" : "", value); }

/// `Thu, 9 Apr 2026 08:00:00 +0800`. Source: RFC 5322, 3.3.
std::string HeaderDate(const std::string& rfc3339) {
  constexpr std::array kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::size_t kOffsetLetters = 6;
  const auto instant = ParseInstant(rfc3339);
  CHECK(instant.has_value());
  const UtcOffset offset = ParseOffset(rfc3339.substr(rfc3339.size() - kOffsetLetters))
                               .value_or(UtcOffset{.minutes = 0});
  const CivilDate date = DateAt(*instant, offset);
  const YearMonthDay day = Split(date);
  const std::int64_t seconds = (instant->ms - Midnight(date, offset).ms) / 1000;
  std::string zone = Format(offset);
  std::erase(zone, ':');
  return Concat(kDays[static_cast<std::size_t>(WeekdayOf(date))], ", ", day.day, " ",
                kMonths[static_cast<std::size_t>(day.month - 1)], " ", day.year, " ",
                TwoDigits(seconds / 3600), ":", TwoDigits(seconds / 60 % 60), ":",
                TwoDigits(seconds % 60), " ", zone);
}

}  // namespace

std::string MailText(const Mail& mail, const std::string& from, const std::string& date,
                     const std::string& id) {
  const std::pair<std::string_view, std::string> headers[] = {
      {"Date", HeaderDate(date)},
      {"From", HeaderMailbox(from)},
      {"To", HeaderMailbox(mail.to)},
      {"Subject", HeaderText(mail.subject)},
      {"Message-ID", Concat("<", WithoutControls(id), ">")},
  };
  std::string text;
  for (const auto& [name, value] : headers) text += Concat(name, ": ", value, kLineEnd);
  return text += Concat(kFixedHeaders, kLineEnd, EncodedBody(mail.body));
}

}  // namespace shouze
