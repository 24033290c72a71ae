#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/use_case.h"

/// 单位与岗位.
namespace shouze {

struct FoundUnitRequest {
  Label id;  ///< Its code: letters, digits, `-`, `_`.
  Label name;
  Label kind;
  std::optional<CivilDate> from;  ///< Absent: it was always there.
  std::map<std::string, std::int64_t> fields;
};
SHOUZE_DESCRIBE(FoundUnitRequest, id, name, kind, from, fields)

/// What a unit is from now on; in years whose result is made it stays what it was. With a year,
/// what it was in that year alone, whose facts may change (again).
struct ChangeUnitRequest {
  Label unit;
  std::optional<Label> name;
  std::optional<Label> kind;
  std::optional<std::map<std::string, std::int64_t>> fields;
  std::string reason;
  std::optional<int> year = {};
  std::string loses = {};  ///< The code of the lost work that the asker has seen (lost_work.h).
};
SHOUZE_DESCRIBE(ChangeUnitRequest, unit, name, kind, fields, reason, year, loses)

/// Ended on the last day `to`; merged into `successor`, which takes over what is open: records
/// whose obligations can still be met or wait for a review. Posts end.
struct EndUnitRequest {
  Label unit;
  CivilDate to;
  std::string successor;
  Label reason;
  std::string loses = {};
};
SHOUZE_DESCRIBE(EndUnitRequest, unit, to, successor, reason, loses)

struct UnitAnswer {
  std::string id;
  std::vector<std::string> moved;  ///< Records that the successor takes over.
};
SHOUZE_DESCRIBE(UnitAnswer, id, moved)

extern const WriteCase<FoundUnitRequest, UnitAnswer> kFoundUnit;
extern const WriteCase<ChangeUnitRequest, UnitAnswer> kChangeUnit;
extern const WriteCase<EndUnitRequest, UnitAnswer> kEndUnit;

struct UnitsAnswer {
  std::vector<UnitFact> units;
};
SHOUZE_DESCRIBE(UnitsAnswer, units)

extern const ReadCase<Nothing, UnitsAnswer> kListUnits;

struct AssignPostRequest {
  Label unit;
  Label post;
  std::string account;  ///< Empty: somebody without an account.
  CivilDate from;
  std::optional<CivilDate> to;
};
SHOUZE_DESCRIBE(AssignPostRequest, unit, post, account, from, to)

struct ChangePostRequest {
  Label id;
  std::optional<std::string> account;
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
  std::string loses = {};
};
SHOUZE_DESCRIBE(ChangePostRequest, id, account, from, to, loses)

struct EndPostRequest {
  Label id;
  CivilDate to;  ///< The last day.
  std::string loses = {};
};
SHOUZE_DESCRIBE(EndPostRequest, id, to, loses)

/// It was registered by mistake: it was never held.
struct WithdrawPostRequest {
  Label id;
  Label reason;
  std::string loses = {};
};
SHOUZE_DESCRIBE(WithdrawPostRequest, id, reason, loses)

struct PostAnswer {
  std::string id;
};
SHOUZE_DESCRIBE(PostAnswer, id)

extern const WriteCase<AssignPostRequest, PostAnswer> kAssignPost;
extern const WriteCase<ChangePostRequest, PostAnswer> kChangePost;
extern const WriteCase<EndPostRequest, PostAnswer> kEndPost;
extern const WriteCase<WithdrawPostRequest, PostAnswer> kWithdrawPost;

struct PostsAnswer {
  std::vector<PostFact> posts;
};
SHOUZE_DESCRIBE(PostsAnswer, posts)

extern const ReadCase<Nothing, PostsAnswer> kListPosts;

/// School roles: granted by the security administrator, who may not grant what must stay apart.

}  // namespace shouze
