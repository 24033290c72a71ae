#include "http/answer_cache.h"

#include <array>

#include <zlib.h>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kGzipBytesMin = 1024;
constexpr std::size_t kEtagDigits = 32;
/// What an entry costs beside its body: the compressed body is counted at half of it.
constexpr std::size_t kRowBytes = 512;
constexpr std::string_view kGzipSuffix = "-gz";

/// `q=0`, with any number of zeros behind the point.
bool IsRefused(std::string_view parameters) {
  const std::size_t at = parameters.find("q=0");
  return at != std::string_view::npos &&
         parameters.find_first_not_of("0.", at + 2) == std::string_view::npos;
}

}  // namespace

std::optional<Permission> Permission::Of(std::span<const HeldRole> held, Action action,
                                         std::string_view unit) {
  if (!MayDo(held, action, unit)) return std::nullopt;
  return Permission();
}

Rendering::Rendering(std::string body)
    : body_(std::make_shared<const std::string>(std::move(body))),
      etag_(Sha256Hex(*body_).substr(0, kEtagDigits)) {}

std::shared_ptr<const std::string> Rendering::Gzip() const {
  std::call_once(once_, [&] {
    if (body_->size() > kGzipBytesMin) {
      std::string zipped = Gzipped(*body_);
      if (zipped.size() < body_->size()) {
        gzip_ = std::make_shared<const std::string>(std::move(zipped));
      }
    }
    made_ = true;
  });
  return gzip_;
}

std::optional<std::shared_ptr<const std::string>> Rendering::GzipIfMade() const {
  if (made_) return gzip_;
  if (body_->size() <= kGzipBytesMin) return nullptr;
  return std::nullopt;
}

bool Matches(std::string_view if_none_match, std::string_view etag) {
  bool matches = false;
  ForEachElement(if_none_match, ',', [&](std::string_view one) {
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*") matches = true;
    if (one.size() < 2 || !one.starts_with('"') || !one.ends_with('"')) return;
    one = one.substr(1, one.size() - 2);
    if (one.ends_with(kGzipSuffix)) one.remove_suffix(kGzipSuffix.size());
    matches = matches || one == etag;
  });
  return matches;
}

bool AcceptsGzip(std::string_view accept_encoding) {
  bool accepts = false;
  ForEachElement(accept_encoding, ',', [&](std::string_view one) {
    const std::size_t end = one.find(';');
    if (!SameIgnoringCase(Trimmed(one.substr(0, end)), "gzip")) return;
    accepts = end == std::string_view::npos || !IsRefused(Trimmed(one.substr(end + 1)));
  });
  return accepts;
}

std::string Gzipped(std::string_view bytes) {
  z_stream stream{};
  // 16 + 15: a gzip frame and the largest window.
  CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY) ==
        Z_OK);
  std::string zipped(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string source(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(source.data());
  stream.avail_in = static_cast<uInt>(source.size());
  stream.next_out = reinterpret_cast<Bytef*>(zipped.data());
  stream.avail_out = static_cast<uInt>(zipped.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  zipped.resize(stream.total_out);
  deflateEnd(&stream);
  return zipped;
}

std::optional<Response> Respond(const Request& request, const Rendering& rendering,
                                std::string_view type, bool at_once) {
  Response response;
  std::shared_ptr<const std::string> zipped;
  if (AcceptsGzip(request.Get("accept-encoding"))) {
    const auto made = rendering.GzipIfMade();
    if (!made && at_once) return std::nullopt;
    zipped = made ? *made : rendering.Gzip();
  }
  response.headers.emplace_back(
      "ETag", Concat("\"", rendering.etag(), zipped ? kGzipSuffix : std::string_view(), "\""));
  response.headers.emplace_back("Vary", "Accept-Encoding, Cookie");
  if (Matches(request.Get("if-none-match"), rendering.etag())) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", type);
  if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
  response.shared = zipped ? zipped : rendering.body();
  return response;
}

std::shared_ptr<const Rendering> AnswerCache::Find(const Permission& /*permission*/,
                                                   std::string_view key, std::int64_t last_entry,
                                                   Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  const auto row = found->second;
  if (row->last_entry != last_entry || (row->holds_until && now >= *row->holds_until)) {
    // A slower reader may ask with an older number: what is newer stays.
    if (row->last_entry <= last_entry) Drop(row);
    return nullptr;
  }
  rows_.splice(rows_.begin(), rows_, row);
  return row->rendering;
}

void AnswerCache::Keep(std::string_view key, std::int64_t last_entry,
                       std::optional<Instant> holds_until,
                       std::shared_ptr<const Rendering> rendering) {
  const std::size_t bytes = kRowBytes + 2 * key.size() + rendering->body()->size() * 3 / 2;
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    if (found->second->last_entry > last_entry) return;
    Drop(found->second);
  }
  if (bytes > bytes_max_) return;
  while (bytes_ + bytes > bytes_max_) Drop(std::prev(rows_.end()));
  rows_.push_front({std::string(key), last_entry, holds_until, std::move(rendering), bytes});
  by_key_[rows_.front().key] = rows_.begin();
  bytes_ += bytes;
}

std::size_t AnswerCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void AnswerCache::Drop(std::list<Row>::iterator row) {
  bytes_ -= row->bytes;
  by_key_.erase(row->key);
  rows_.erase(row);
}

}  // namespace shouze
