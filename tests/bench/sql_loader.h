#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <vector>

#include "province.h"
#include "sqlite.h"

namespace shouze {

/// The place of the one whose id is `id`; the end of the program where there is none.
template <class Named>
std::int64_t PlaceOf(const std::vector<Named>& table, std::string_view id) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].id == id) return static_cast<std::int64_t>(i);
  }
  std::cerr << id << ": 考核办法里没有 / not in the policy\n";
  std::exit(1);
}

/// Fills the tables of sql_schema.sql.
class SqlLoader {
 public:
  SqlLoader(const SqlDatabase& database, const Rulebook& rulebook);

  void LoadRulebook();
  void LoadSchool(const SchoolYear& school);

 private:
  enum class Source { kUnit, kId, kAt, kField };
  struct Column {
    Source source;
    Id<Field> field;
  };
  /// A record kind's table.
  struct KindTable {
    SqlStatement insert;
    std::vector<Column> columns;
  };

  KindTable TableOf(const RecordKind& kind) const;
  void LoadUnit(const SchoolYear& school, Id<Unit> id);
  void LoadRecord(const SchoolYear& school, const UnitRecord& record);
  void LoadSubmission(const SchoolYear& school, const Submission& submission);
  void LoadExceptions(const SchoolYear& school, const UnitFacts& own);

  const SqlDatabase& database_;
  const Rulebook& rulebook_;
  std::int64_t schools_ = 0;
  std::int64_t units_ = 0;
  std::int64_t submissions_ = 0;
  SqlStatement school_, unit_, post_, submission_, review_, waiver_, record_waiver_, extension_,
      dispute_;
  std::vector<KindTable> kinds_;
};

}  // namespace shouze
