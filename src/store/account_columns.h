#pragma once

#include "store/account_rows.h"
#include "store/query.h"

/// Internal to the room: the columns that more than one file reads.
namespace shouze {

template <>
struct Columns<Account> {
  static constexpr void Each(auto& row, auto&& column) {
    column("id", row.id);
    column("login", row.login);
    column("name", row.name);
    column("phone", row.phone);
    column("mail", row.mail);
    column("password_hash", row.password_hash);
    column("must_change_password", row.must_change_password);
    column("disabled", row.disabled);
    column("erased", row.erased);
    column("created_at", row.created_at);
    column("password_changed_at", row.password_changed_at);
    column("last_login_at", row.last_login_at);
    column("first_until", row.first_until);
    column("let_in_by", row.let_in_by);
    column("let_in_at", row.let_in_at);
  }
};

template <>
struct Columns<SecurityEvent> {
  static constexpr void Each(auto& row, auto&& column) {
    column("id", row.id);
    column("at", row.at);
    column("account", row.account);
    column("kind", row.kind);
    column("address", row.address);
    column("detail", row.detail);
    column("outcome", row.outcome);
    column("subject", row.subject);
    column("prev_digest", row.prev_digest);
    column("digest", row.digest);
  }
};

}  // namespace shouze
