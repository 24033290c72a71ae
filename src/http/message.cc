#include "http/message.h"

#include <algorithm>

namespace shouze {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = Lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// How many bytes the sequence that begins with `first` has; 0: none begins so.
std::size_t SequenceLength(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

}  // namespace

std::optional<Method> MethodOf(std::string_view name) {
  for (const Method method : {Method::kGet, Method::kPost, Method::kPut, Method::kDelete}) {
    if (Name(method) == name) return method;
  }
  return std::nullopt;
}

std::string_view Name(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kDelete:
      return "DELETE";
  }
  return "";
}

std::string_view Request::Get(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::first);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

bool Request::Has(std::string_view name) const {
  return std::ranges::find(headers, name, &Header::first) != headers.end();
}

std::string_view Request::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view Request::query() const {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::string_view Response::Get(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::first);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view ReasonOf(int status) {
  struct Row {
    int status;
    std::string_view reason;
  };
  static constexpr Row kRows[] = {
      {200, "OK"},
      {201, "Created"},
      {204, "No Content"},
      {206, "Partial Content"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
  };
  const auto* found = std::ranges::find(kRows, status, &Row::status);
  return found == std::end(kRows) ? "Unknown" : found->reason;
}

std::optional<std::string> PercentDecoded(std::string_view text, bool plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus) {
      decoded += ' ';
    } else if (text[at] != '%') {
      decoded += text[at];
    } else {
      const int high = at + 2 < text.size() ? HexDigit(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? HexDigit(text[at + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  return decoded;
}

bool IsPlainUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = SequenceLength(first);
    if (length == 0 || first == 0 || length > text.size() - at) return false;
    for (std::size_t i = 1; i < length; ++i) {
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return false;
    }
    if (length > 2) {
      // Overlong forms, surrogates, beyond U+10FFFF.
      const auto second = static_cast<unsigned char>(text[at + 1]);
      if (first == 0xE0 && second < 0xA0) return false;
      if (first == 0xED && second > 0x9F) return false;
      if (first == 0xF0 && second < 0x90) return false;
      if (first == 0xF4 && second > 0x8F) return false;
    }
    at += length;
  }
  return true;
}

bool SameIgnoringCase(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, Lower, Lower);
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void ForEachElement(std::string_view list, char between,
                    const std::function<void(std::string_view)>& use) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(between), list.size());
    const std::string_view element = Trimmed(list.substr(0, end));
    if (!element.empty()) use(element);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

bool IsJson(const Request& request) {
  const std::string_view type = request.Get("content-type");
  return SameIgnoringCase(Trimmed(type.substr(0, type.find(';'))), "application/json");
}

}  // namespace shouze
