#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/answer_cache.h"
#include "http/message.h"
#include "http/site.h"
#include "system/packed_files.h"

namespace shouze {

/// 网页: the built files of web/, served from memory. The first page says itself where the site is:
/// it has `./` and `<!--public-url-->` where its addresses are to stand. Files under `assets/` have
/// a digest in their names and are kept by browsers for ever; addresses that name no file are the
/// application's own and get its first page. Threads may use it at once.
class Pages {
 public:
  /// None at all where `files` is empty.
  explicit Pages(std::vector<PackedFile> files, const Site& site = Site());

  /// `path`: below the site's own. Absent: nothing of ours, as `/api/…`, a file that is not there,
  /// another method than GET.
  std::optional<Response> Find(const Request& request, std::string_view path) const;

 private:
  struct Page {
    std::string_view type;
    bool for_ever = false;
    std::unique_ptr<const Rendering> rendering;
  };
  std::map<std::string, Page, std::less<>> by_path_;
};

/// What a browser is told of a file by its name's ending; `application/octet-stream` otherwise.
std::string_view TypeOfPage(std::string_view path);

}  // namespace shouze
