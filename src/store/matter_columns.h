#pragma once

#include "store/matter_rows.h"
#include "store/query.h"

/// Internal to the room: the columns that more than one file reads.
namespace shouze {

template <>
struct Columns<StoredFile> {
  static constexpr void Each(auto& row, auto&& column) {
    column("digest", row.digest);
    column("bytes", row.bytes);
    column("type", row.type);
    column("uploaded_by", row.uploaded_by);
    column("uploaded_at", row.uploaded_at);
  }
};

template <>
struct Columns<UnusedUploads> {
  static constexpr void Each(auto& row, auto&& column) {
    column("files", row.files);
    column("bytes", row.bytes);
  }
};

template <>
struct Columns<FileUse> {
  static constexpr void Each(auto& row, auto&& column) {
    column("digest", row.digest);
    column("unit", row.unit);
    column("fact_kind", row.fact_kind);
    column("fact_id", row.fact_id);
  }
};

template <>
struct Columns<Notice> {
  static constexpr void Each(auto& row, auto&& column) {
    column("id", row.id);
    column("account", row.account);
    column("at", row.at);
    column("kind", row.kind);
    column("unit", row.unit);
    column("about", row.about);
    column("text", row.text);
    column("once", row.once);
    column("urgent", row.urgent);
    column("read_at", row.read_at);
    column("mailed_at", row.mailed_at);
  }
};

template <>
struct Columns<Opened> {
  static constexpr void Each(auto& row, auto&& column) {
    column("unit", row.unit);
    column("obligation", row.obligation);
    column("account", row.account);
    column("at", row.at);
  }
};

}  // namespace shouze
