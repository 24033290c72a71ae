#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "store/store.h"
#include "system/vault.h"

/// 健康状态: what is looked at when somebody asks whether the server is well.
namespace shouze {

/// Looks whether something is well. What is wrong; absent: nothing.
using Look = std::function<std::optional<std::string>()>;

/// The same, but seldom: anybody may ask, as often as they like. One of those who ask looks, every
/// `every` at most; the others get what was found last, and where a look takes longer than
/// `answer_max`, that nothing answers.
Look Seldom(Look look, std::chrono::milliseconds every = std::chrono::seconds(5),
            std::chrono::milliseconds answer_max = std::chrono::seconds(15));

/// Whether a write can be committed: one is, a tiny one.
Look StoreLook(Store& store);
/// Whether files can be put into the vault: one is begun and given up.
Look VaultLook(Vault& vault);

}  // namespace shouze
