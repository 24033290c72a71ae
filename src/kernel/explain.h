#pragma once

#include <string>

#include "kernel/facts.h"
#include "kernel/policy.h"
#include "kernel/score.h"

namespace shouze {

/// 扣分依据 as a Chinese sentence: line, points, what was due, what happened, clause.
/// `5.1 处置安全漏洞 −5：漏洞 v1（教务系统）应于 2026-04-08 24:00 前整改，实际 2026-04-10 15:20
/// 报送，逾期；依据：附件1 第5项`
std::string ExplainDeduction(const Policy& policy, const Facts& facts, const UnitResult& result,
                             const ScoreLine& line, const Deduction& deduction);

/// An obligation and where it stands, as a Chinese sentence without points.
std::string ExplainObligation(const Policy& policy, const Facts& facts, const UnitResult& result,
                              const Obligation& obligation);

/// 一票否决 and its document.
std::string ExplainVeto(const Policy& policy, const Facts& facts, const UnitRecord& record);

/// 漏洞 v1（教务系统）
std::string NameOf(const Policy& policy, const Facts& facts, const UnitRecord& record);

}  // namespace shouze
