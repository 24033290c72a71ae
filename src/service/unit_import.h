#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "service/accounts.h"
#include "service/use_case.h"

/// 批量导入: a school's units, and who holds their posts, from one spreadsheet.
namespace shouze {

/// A unit to be founded.
struct ImportedUnit {
  Label id;
  Label name;
  Label kind;
  std::optional<CivilDate> from;  ///< Absent: it was always there.
  std::map<std::string, std::int64_t> fields;
};
SHOUZE_DESCRIBE(ImportedUnit, id, name, kind, from, fields)

/// A post to be assigned, in one of these units or in one that is there. Somebody may hold several:
/// rows of one login are one person.
struct ImportedPost {
  Label unit;
  Label post;
  std::string login;  ///< Of an account that is there or is to be made; empty: somebody without.
  std::string name;   ///< Needed of a new account; of one that is there it must be the same.
  std::string phone;
  std::string mail;
  CivilDate from;
};
SHOUZE_DESCRIBE(ImportedPost, unit, post, login, name, phone, mail, from)

struct ImportUnitsRequest {
  bool check_only = false;  ///< Says what is wrong and what would be done; does nothing.
  std::vector<ImportedUnit> units;
  std::vector<ImportedPost> posts;
};
SHOUZE_DESCRIBE(ImportUnitsRequest, check_only, units, posts)

struct ImportUnitsAnswer {
  bool written = false;  ///< Else it was checked only.
  int units = 0;
  int posts = 0;
  std::vector<CreatedAccount> accounts;  ///< New ones, by login; checked only: without id and
                                         ///< password.
};
SHOUZE_DESCRIBE(ImportUnitsAnswer, written, units, posts, accounts)

/// First passwords by login.
using ImportPasswords = std::map<std::string, FirstPassword>;

using ImportUnitsCase = PreparedCase<ImportUnitsRequest, ImportPasswords, ImportUnitsAnswer>;

/// All of it or nothing. Errors: all that is wrong, each at its row (`/units/3/kind`,
/// `/posts/12/login`), the same ones whether it is checked only or not.
extern const ImportUnitsCase kImportUnits;

}  // namespace shouze
