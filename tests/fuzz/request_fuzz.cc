// Requests as strangers may write them: the first line is the path's unit, the second the query,
// the rest the body. Never a crash, every error has a place, and what was taken says the same
// again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "http/binding.h"
#include "http/message.h"
#include "http/origin.h"
#include "http/router.h"

namespace shouze {
namespace {

enum class Grade { kHigh, kVeryLow };
SHOUZE_DESCRIBE_ENUM(Grade, kHigh, kVeryLow)

struct Part {
  Label name;
  std::optional<Points> points;
};
SHOUZE_DESCRIBE(Part, name, points)

struct FuzzedRequest {
  Label unit;
  std::optional<int> count;
  std::optional<Instant> at;
  std::optional<CivilDate> day;
  std::vector<std::string> tags;
  std::vector<std::int64_t> numbers;
  std::optional<Grade> grade;
  bool deep = false;
  std::string text;
  std::vector<Part> parts;
  std::map<std::string, Points> sums;
  FieldValues fields;
};
SHOUZE_DESCRIBE(FuzzedRequest, unit, count, at, day, tags, numbers, grade, deep, text, parts, sums,
                fields)

void CheckErrors(const BindingErrors& errors) {
  CHECK(!errors.errors.empty());
  for (const Error& error : errors.errors) {
    CHECK(error.code == ErrorCode::kInvalidInput && !error.message.empty());
    CHECK(!error.english.empty());
    CHECK(errors.malformed || error.where.empty() || error.where.starts_with("/"));
  }
}

void BindAndCheck(const RequestParts& parts) {
  const auto bound = Bind<FuzzedRequest>(parts);
  if (!bound) return CheckErrors(bound.error());
  CHECK(bound->unit == parts.path.front().second);
  const std::string written = WriteJson(*bound, UtcOffset{480});
  const auto again = ReadJson<FuzzedRequest>(written);
  CHECK(again && WriteJson(*again, UtcOffset{480}) == written);
}

std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

}  // namespace
}  // namespace shouze

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::string_view unit = shouze::TakeLine(text);
  const std::string_view query = shouze::TakeLine(text);
  static const auto router = [] {
    auto made = std::make_unique<shouze::Router>();
    made->Add(shouze::Method::kGet, "/units/{unit}", 0);
    return made;
  }();
  const auto found = router->Find(shouze::Method::kGet, "/units/" + std::string(unit));
  if (!found || found->malformed) return 0;
  shouze::BindAndCheck({found->values, query, "", false});
  shouze::BindAndCheck({found->values, "", text, true});

  shouze::Request request;
  request.headers = {{"x-forwarded-for", std::string(query)},
                     {"origin", std::string(unit)},
                     {"host", std::string(text)}};
  request.peer = "127.0.0.1";
  shouze::IsOwnWrite(request, "https://a");
  static const std::vector<std::string> kProxies{"127.0.0.0/8", "10.0.0.0/8"};
  static const auto proxies = shouze::TrustedProxies::Parse(kProxies);
  CHECK(!proxies->ClientOf(request).empty());
  return 0;
}
