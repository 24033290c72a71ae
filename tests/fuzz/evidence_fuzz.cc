// Files as strangers may hand them in: the first line is the name, the rest the content. Never a
// crash, whatever the content is taken for; what is refused is told in words; a name stays one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/file_name.h"
#include "system/file_fault.h"
#include "system/refined_type.h"

namespace shouze {
namespace {

/// Those whose content is looked into.
constexpr std::string_view kTypes[] = {"application/pdf",
                                       "application/zip",
                                       "application/msword",
                                       "application/vnd.ms-excel",
                                       "application/vnd.ms-powerpoint",
                                       "application/ofd"};

void LookInto(std::string_view name, std::string_view content) {
  const FileBytes bytes = FileBytesOf(content);
  for (const char* const type : {"application/octet-stream", "text/plain", "image/heif"}) {
    CHECK(!RefinedType(type, bytes).empty());
  }
  for (const std::string_view type : kTypes) {
    const auto why = WhyNoEvidence(type, name, bytes);
    CHECK(!why || (!why->chinese.empty() && !why->english.empty()));
  }
  const std::string safe = SafeFileName(name, 40);
  CHECK(!safe.empty() && SafeFileName(safe, 40) == safe);
  CHECK(Utf16Units(safe) <= 40);
  for (const char* const type : {"application/pdf", "text/plain", "text/x-perl"}) {
    const std::string given = NameFor(type, name);
    CHECK(given.size() <= kNameBytesMax && NameFor(type, given) == given);
    CHECK(SafeFileName(given) == given && !IsNamedAsProgram(given));
  }
}

}  // namespace
}  // namespace shouze

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::string_view name = text.substr(0, text.find('\n'));
  shouze::LookInto(name, text.substr(std::min(size, name.size() + 1)));
  return 0;
}
