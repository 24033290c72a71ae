#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/store.h"

/// A school's tables as rows of JSON text, the same for every database.
namespace shouze {

/// The tables that a backup holds, in the order in which they are restored.
std::span<const std::string_view> DumpedTables();
/// Those that it does not hold: what follows from the ledger, what ends with the server's life, and
/// the database's own.
std::span<const std::string_view> TablesLeftOut();

/// Hands each row of a dumped table to `use`, in the order of its key: a JSON object on one line, a
/// member for each column in its order; an instant is its milliseconds, a truth value true or
/// false, nothing null. Few rows are held at a time.
void ForEachDumpedRow(const ReadTx& tx, std::string_view table,
                      const std::function<void(std::string_view json)>& use);

/// Whether no dumped table has a row.
bool IsEmpty(const ReadTx& tx);

/// Puts a row back as ForEachDumpedRow gave it; the chain's head follows the entries. Errors:
/// kInvalidInput: no dumped table, no row of it, or the database does not take it (it is there
/// already, or what it refers to is not). After an error the transaction cannot be committed.
Result<void> RestoreRow(WriteTx& tx, std::string_view table, std::string json);

}  // namespace shouze
