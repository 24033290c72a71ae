#pragma once

#include <string>
#include <vector>

#include "service/use_case.h"

/// Who is behind the ledger's opaque ids, and whom to phone.
///
/// Reviews, submissions, records, proposals and entries name people by account id (`by`, `actor`,
/// `entered_by`, `decided_by`, `proposed_by`), since what stands in the ledger is never erased.
/// Pages ask kListNames once and put the names beside the ids; an id that is not in the answer is
/// somebody whom the reader need not know (其他单位人员).
namespace shouze {

/// The name of an account.
struct NameRow {
  std::string id;
  std::string name;  ///< 已注销人员 once its owner is erased.
};
SHOUZE_DESCRIBE(NameRow, id, name)

struct NamesAnswer {
  std::vector<NameRow> names;  ///< By id.
};
SHOUZE_DESCRIBE(NamesAnswer, names)

/// All names for those who read the school, the ledger or the accounts. For others: their own,
/// those who hold or have held a post of their units, and those who hold or have held a role of the
/// office or the centre, who review and register. `operator`, the machine's operator, is for all.
extern const CallerReadCase<Nothing, NamesAnswer> kListNames;

struct ContactsRequest {
  int year = 0;  ///< Its policy names the posts.
};
SHOUZE_DESCRIBE(ContactsRequest, year)

/// Somebody who holds a post today.
struct ContactRow {
  std::string post;
  std::string post_name;
  std::string account;  ///< Empty: somebody without one, of whom nothing else is known.
  std::string name;
  std::string phone;
  std::string mail;
};
SHOUZE_DESCRIBE(ContactRow, post, post_name, account, name, phone, mail)

/// A unit that has not ended, and whom to phone.
struct UnitContactsRow {
  std::string unit;
  std::string unit_name;
  std::vector<ContactRow> holders;  ///< In the policy's order of posts.
};
SHOUZE_DESCRIBE(UnitContactsRow, unit, unit_name, holders)

struct ContactsAnswer {
  std::vector<UnitContactsRow> units;  ///< By code.
};
SHOUZE_DESCRIBE(ContactsAnswer, units)

/// For those who register records for the school. Erased people are not shown.
extern const CallerReadCase<ContactsRequest, ContactsAnswer> kListContacts;

}  // namespace shouze
