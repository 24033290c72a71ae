#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/cycles.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/stages.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {

/// For tests only: New Year's morning, two years open whose policies differ. In 2027
/// vulnerabilities are the office's to register, meetings and systems the centre's, 上级问责 is no
/// veto but every incident is (and stands from year to year), recurrences may name each other, and
/// A1 has 20 persons; C3 begins.
class TwoYears : public SchoolTest {
 protected:
  static constexpr std::string_view kLastYear = "2026-12-31T20:00";
  static constexpr std::string_view kThisYear = "2027-01-01T08:00";

  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    test().Must(kFoundUnit, "operator",
                {"C3", "研究院", "teaching", *MakeDate(2027, 1, 1), {{"headcount", 20}}});
    clock().MoveTo(SchoolTime("2027-01-01T10:00"));
    const auto policy = test().Must(kAddPolicy, "operator", {NextPolicy()});
    test().Must(kPrepareCycle, "operator", {2027, Label(policy.id), {}});
    test().Must(kAdvance, "operator", {2027, Stage::kOpen, ""});
    ChangeUnitRequest fewer;
    fewer.unit = "A1";
    fewer.fields = {{"headcount", 20}};
    fewer.reason = "减员";
    fewer.year = 2027;
    test().Must(kChangeUnit, "operator", fewer);
  }

  static std::string NextPolicy() {
    std::ifstream file("policies/czie-2024.yaml", std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto put = [&](std::string_view line, std::string_view with) {
      const std::size_t at = text.find(line);
      if (at == std::string::npos) throw std::runtime_error(Concat(line, " is not there"));
      text.replace(at, line.size(), with);
    };
    put("registered_by: [centre]\n    title: system", "registered_by: [office]\n    title: system");
    put("at: 会议开始的时刻\n    registered_by: [office]",
        "at: 会议开始的时刻\n    registered_by: [centre]");
    put("registered_by: [office, centre, unit]\n    title: name",
        "registered_by: [office, centre, unit]\n    standing: true\n    title: name");
    put("registered_by: [office, centre]\n    standing: true",
        "registered_by: [centre]\n    standing: true");
    put("veto: {each: accountability, year: year, clause: 第八条}",
        "veto: {each: incident, clause: 第八条}");
    put("kinds: [vulnerability, notice, incident]",
        "kinds: [vulnerability, notice, incident, recurrence]");
    return text;
  }

  static RegisterRecordRequest Of(std::string_view kind, std::vector<Label> units,
                                  std::string_view at, FieldValues fields,
                                  std::string reason = "登记") {
    return {Label(kind),    std::move(units),  false,
            SchoolTime(at), std::move(fields), std::move(reason)};
  }
  static CorrectRecordRequest To(std::string_view id, std::vector<Label> units, std::string_view at,
                                 FieldValues fields) {
    return {Label(id), std::move(units), SchoolTime(at), std::move(fields), "登记有误"};
  }

  /// The office and the centre in one.
  Caller Both() {
    Caller both = school().Operator();
    both.held.push_back({Role::kCentre, ""});
    return both;
  }
  /// Registered by whoever may, and approved where it must be; its id. Empty: it is refused.
  std::string Make(const RegisterRecordRequest& request) {
    const auto made = school().Run(kRegisterRecord, Both(), request);
    if (!made) return "";
    if (made->proposal.empty()) return made->id;
    return test().Must(kApproveProposal, "office2", {Label(made->proposal), ""}).facts.front();
  }
};

}  // namespace shouze
