#include "http/file_answer.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "http/answer_cache.h"
#include "http/problem.h"
#include "system/log.h"

namespace shouze {
namespace {

/// Up to this size a file is hashed before its head is sent: what is wrong can be told in words.
constexpr std::int64_t kProvenFirstBytesMax = std::int64_t{4} << 20;

class FileSource : public BodySource {
 public:
  FileSource(FileToSend file, ByteRange range)
      : file_(std::move(file)), at_(range.first), end_(range.last + 1), bytes_(end_ - at_) {}

  std::int64_t bytes() const override { return bytes_; }
  std::string Next(std::size_t size) override {
    try {
      return Take(std::min(size, static_cast<std::size_t>(end_ - at_)));
    } catch (const std::exception& broken) {
      return Cut(broken.what());
    }
  }

 private:
  /// The last part of a whole file is only let go once all of it was the file's.
  std::string Take(std::size_t size) {
    if (size == 0) return "";
    std::string part = file_.file->Read(at_, size);
    if (part.empty()) return Cut("it has become shorter");
    at_ += static_cast<std::int64_t>(part.size());
    if (bytes_ != file_.bytes) return part;
    sha256_.Add(part);
    return at_ < end_ || sha256_.Hex() == file_.digest ? part : Cut("another content");
  }

  /// The head has gone out already: cutting the connection is all that can be told.
  std::string Cut(std::string_view cause) const {
    Log(LogLevel::kError, "file_cut", {{"digest", file_.digest}, {"cause", std::string(cause)}});
    return "";
  }

  const FileToSend file_;
  std::int64_t at_;
  const std::int64_t end_;
  const std::int64_t bytes_;
  Sha256 sha256_;
};

/// What is wrong with a file before any of it is sent; empty: nothing that is known.
std::string_view DamageOf(const FileToSend& file, bool is_part) {
  if (file.file == nullptr) return "missing";
  if (file.file->bytes() != file.bytes) return "another size";
  if (!is_part && file.bytes > kProvenFirstBytesMax) return "";
  return file.file->IsSound() ? "" : "another content";
}

Response Damaged(const FileToSend& file, std::string_view cause) {
  Log(LogLevel::kError, "file_damaged", {{"digest", file.digest}, {"cause", std::string(cause)}});
  const bool missing = file.file == nullptr;
  return Problem(500, "damaged",
                 Concat("文件“", file.name, "”在服务器上", missing ? "缺失" : "已损坏",
                        "，不能下载；", file.remedy),
                 Concat("the file is ", missing ? "missing" : "damaged",
                        " on the server: ", file.remedy_english));
}

bool IsDigits(std::string_view text) {
  return !text.empty() && text.size() <= 15 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool IsPlain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
}

}  // namespace

RangeWanted RangeOf(std::string_view field, std::int64_t bytes) {
  constexpr std::string_view kUnit = "bytes=";
  if (!field.starts_with(kUnit)) return {};
  field = Trimmed(field.substr(kUnit.size()));
  const std::size_t dash = field.find('-');
  if (dash == std::string_view::npos || field.find(',') != std::string_view::npos) return {};
  const std::string_view from = field.substr(0, dash);
  const std::string_view to = field.substr(dash + 1);
  if ((!from.empty() && !IsDigits(from)) || (!to.empty() && !IsDigits(to))) return {};
  if (from.empty() && to.empty()) return {};
  if (from.empty()) {
    const std::int64_t last = std::min<std::int64_t>(std::stoll(std::string(to)), bytes);
    if (last == 0) return {std::nullopt, false};
    return {ByteRange{bytes - last, bytes - 1}, true};
  }
  ByteRange range{std::stoll(std::string(from)), bytes - 1};
  if (!to.empty()) {
    const std::int64_t last = std::stoll(std::string(to));
    if (last < range.first) return {};
    range.last = std::min(range.last, last);
  }
  if (range.first >= bytes) return {std::nullopt, false};
  return {range, true};
}

std::string AttachmentNamed(std::string_view name) {
  std::string ascii;
  std::string encoded;
  for (const char c : name) {
    ascii += IsPlain(c) ? c : '_';
    if (IsPlain(c)) {
      encoded += c;
    } else {
      encoded += Concat("%", Hex(std::string_view(&c, 1)));
    }
  }
  return Concat("attachment; filename=\"", ascii, "\"; filename*=UTF-8''", encoded);
}

Response FileAnswer(const Request& request, FileToSend file) {
  Response response;
  const auto add = [&](std::string name, std::string value) {
    response.headers.emplace_back(std::move(name), std::move(value));
  };
  add("ETag", Concat("\"", file.digest, "\""));
  add("Accept-Ranges", "bytes");
  add("Content-Security-Policy", "sandbox; default-src 'none'");
  if (Matches(request.Get("if-none-match"), file.digest)) {
    response.status = 304;
    return response;
  }
  const std::string_view if_range = request.Get("if-range");
  const bool ranged = if_range.empty() || if_range == response.Get("ETag");
  const RangeWanted wanted = ranged ? RangeOf(request.Get("range"), file.bytes) : RangeWanted();
  if (!wanted.satisfiable) {
    Response refused = Problem(416, "invalid_input", "文件没有这一段", "no such part of the file");
    refused.headers.emplace_back("Content-Range", Concat("bytes */", file.bytes));
    return refused;
  }
  if (const auto damage = DamageOf(file, wanted.range.has_value()); !damage.empty()) {
    return Damaged(file, damage);
  }
  add("Content-Type", file.type);
  add("Content-Disposition", AttachmentNamed(file.name));
  ByteRange range{0, file.bytes - 1};
  if (wanted.range) {
    range = *wanted.range;
    response.status = 206;
    add("Content-Range", Concat("bytes ", range.first, "-", range.last, "/", file.bytes));
  }
  response.source = std::make_unique<FileSource>(std::move(file), range);
  return response;
}

}  // namespace shouze
