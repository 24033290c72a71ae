#pragma once

#include <string>
#include <vector>

#include "service/use_case.h"

/// 搜索 in a year: units, records, obligations.
namespace shouze {

struct SearchRequest {
  int year = 0;
  Label q;
};
SHOUZE_DESCRIBE(SearchRequest, year, q)

enum class FoundKind : std::uint8_t { kUnit, kRecord, kObligation };
SHOUZE_DESCRIBE_ENUM(FoundKind, kUnit, kRecord, kObligation)

/// Something that was found.
struct FoundRow {
  FoundKind kind = FoundKind::kUnit;
  std::string unit;  ///< Of a record of many units: the first that the reader may see.
  std::string unit_name;
  std::string title;   ///< 漏洞 r12（教务系统）
  std::string detail;  ///< 2026-04-02 10:00, or where an obligation stands and until when.
  std::string key;     ///< The unit's code, the record's id, the obligation's key.
};
SHOUZE_DESCRIBE(FoundRow, kind, unit, unit_name, title, detail, key)

struct SearchAnswer {
  std::vector<FoundRow> found;  ///< Units, then records (newest first), then obligations.
  bool more = false;            ///< There is more than is shown.
};
SHOUZE_DESCRIBE(SearchAnswer, found, more)

/// The text anywhere in codes, names, ids, keys, titles and texts of fields, whatever the letter
/// case; ten of each kind at the most. Of units whose sheet the reader may read, and nothing else.
extern const CallerReadCase<SearchRequest, SearchAnswer> kSearch;

}  // namespace shouze
