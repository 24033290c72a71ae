#include "sql_loader.h"

#include <algorithm>

#include "base/text.h"

namespace shouze {
namespace {

/// By the clock on the school's wall, in which SQL computes.
std::int64_t Local(Instant instant, UtcOffset offset) {
  return instant.ms + offset.minutes * std::int64_t{60'000};
}

std::optional<std::int64_t> DayOf(const std::optional<CivilDate>& date) {
  if (!date) return std::nullopt;
  return date->days;
}

/// What one lost obligation of the duty costs its line.
Points PenaltyOf(const Indicator& indicator, Id<Duty> duty) {
  Points penalty;
  for (const Rule& rule : indicator.rules) {
    if (const auto* each = std::get_if<PerMissed>(&rule.form)) {
      if (std::ranges::count(each->duties, duty) > 0) penalty += each->points;
    } else if (const auto* zero = std::get_if<ZeroIfMissed>(&rule.form)) {
      if (std::ranges::count(zero->duties, duty) > 0) penalty += indicator.points;
    }
  }
  return penalty;
}

}  // namespace

SqlLoader::SqlLoader(const SqlDatabase& database, const Rulebook& rulebook)
    : database_(database),
      rulebook_(rulebook),
      school_(database.Prepare("INSERT INTO school VALUES (?,?,?,?,?,?,?,?,?,?,?)")),
      unit_(database.Prepare("INSERT INTO unit VALUES (?,?,?,?,?,?)")),
      post_(database.Prepare("INSERT OR IGNORE INTO post VALUES (?,?,?,?)")),
      submission_(database.Prepare("INSERT INTO submission VALUES (?,?,?,?,?)")),
      review_(database.Prepare("INSERT INTO review VALUES (?,?,?)")),
      waiver_(database.Prepare("INSERT OR IGNORE INTO waiver VALUES (?,?,?,?)")),
      record_waiver_(database.Prepare("INSERT OR IGNORE INTO record_waiver VALUES (?,?,?)")),
      extension_(database.Prepare("INSERT OR IGNORE INTO extension VALUES (?,?,?,?,?)")),
      dispute_(database.Prepare("INSERT INTO dispute VALUES (?,?,?,?)")) {
  for (const RecordKind& kind : rulebook.policy.kinds) kinds_.push_back(TableOf(kind));
}

SqlLoader::KindTable SqlLoader::TableOf(const RecordKind& kind) const {
  std::string name = kind.id;
  std::ranges::replace(name, '-', '_');
  const SqlStatement all = database_.Prepare(Concat("SELECT * FROM ", name));
  std::vector<Column> columns;
  std::string places;
  for (int i = 0; i < sqlite3_column_count(all.get()); ++i) {
    const std::string_view column = sqlite3_column_name(all.get(), i);
    places += i == 0 ? "?" : ",?";
    if (column == "unit") {
      columns.push_back({Source::kUnit, {}});
    } else if (column == "id") {
      columns.push_back({Source::kId, {}});
    } else if (column == "at") {
      columns.push_back({Source::kAt, {}});
    } else {
      const auto place = static_cast<std::size_t>(PlaceOf(kind.fields, column));
      columns.push_back({Source::kField, Id<Field>(place)});
    }
  }
  // IGNORE: the same meeting twice in one attendance table is one row of it.
  return {database_.Prepare(Concat("INSERT OR IGNORE INTO ", name, " VALUES (", places, ")")),
          std::move(columns)};
}

void SqlLoader::LoadRulebook() {
  const Policy& policy = rulebook_.policy;
  SqlStatement indicator = database_.Prepare("INSERT INTO indicator VALUES (?,?)");
  SqlStatement duty = database_.Prepare("INSERT INTO duty VALUES (?,?,?)");
  for (std::size_t i = 0; i < policy.indicators.size(); ++i) {
    const auto place = static_cast<std::int64_t>(i);
    indicator.Bind(place).Bind(policy.indicators[i].points.thousandths).Run();
    for (const Id<Duty> id : policy.indicators[i].duties) {
      duty.Bind(id.value).Bind(place).Bind(PenaltyOf(policy.indicators[i], id).thousandths).Run();
    }
  }
  // The day before the first year covered begins the count.
  SqlStatement day = database_.Prepare("INSERT INTO calendar_day VALUES (?,?)");
  SqlStatement workday = database_.Prepare("INSERT INTO workday VALUES (?,?)");
  const WorkCalendar& calendar = rulebook_.calendar;
  const CivilDate first = FirstDayOf(calendar.years().front().year);
  const CivilDate last = FirstDayOf(calendar.years().back().year + 1) - 1;
  std::int64_t counted = 0;
  day.Bind((first - 1).days).Bind(0).Run();
  for (CivilDate date = first; date <= last; date = date + 1) {
    if (calendar.IsWorkday(date)) workday.Bind(++counted).Bind(date.days).Run();
    day.Bind(date.days).Bind(counted).Run();
  }
}

void SqlLoader::LoadSchool(const SchoolYear& school) {
  const Facts& facts = school.facts;
  const auto date = [&](std::string_view id) {
    return facts.dates[static_cast<std::size_t>(PlaceOf(rulebook_.policy.dates, id))];
  };
  const auto end_of = [&](std::string_view id) {
    return Local(EndOfDay(date(id), facts.offset), facts.offset);
  };
  ++schools_;
  school_.Bind(schools_).Bind(Local(school.as_of, facts.offset));
  school_.Bind(Local(facts.YearStart(), facts.offset)).Bind(Local(facts.YearEnd(), facts.offset));
  school_.Bind(end_of("agreement_due")).Bind(end_of("posts_due"));
  school_.Bind(end_of("responsibility_due"));
  school_.Bind(Local(Midnight(date("summary_from"), facts.offset), facts.offset));
  school_.Bind(end_of("summary_due")).Bind(end_of("training_due"));
  school_.Bind(end_of("supplement_until")).Run();
  for (std::size_t i = 0; i < facts.units.size(); ++i) LoadUnit(school, Id<Unit>(i));
}

void SqlLoader::LoadUnit(const SchoolYear& school, Id<Unit> id) {
  const Facts& facts = school.facts;
  const Unit& unit = At(facts.units, id);
  const auto field = [&](std::string_view name) {
    return unit.fields[static_cast<std::size_t>(PlaceOf(rulebook_.policy.unit_fields, name))];
  };
  ++units_;
  unit_.Bind(units_).Bind(schools_).Bind(DayOf(unit.from)).Bind(DayOf(unit.to));
  unit_.Bind(field("headcount")).Bind(field("info_admins")).Run();

  const UnitFacts own = facts.Of(id);
  for (const UnitRecord& record : own.records) LoadRecord(school, record);
  for (const Submission& submission : own.submissions) LoadSubmission(school, submission);
  for (const PostHeld& post : own.posts) {
    post_.Bind(units_).Bind(post.post.value).Bind(post.from.days).Bind(DayOf(post.to)).Run();
  }
  LoadExceptions(school, own);
}

void SqlLoader::LoadRecord(const SchoolYear& school, const UnitRecord& record) {
  KindTable& table = kinds_[record.kind.value];
  for (const Column& column : table.columns) {
    switch (column.source) {
      case Source::kUnit:
        table.insert.Bind(units_);
        break;
      case Source::kId:
        table.insert.Bind(record.record.value + 1);
        break;
      case Source::kAt:
        table.insert.Bind(Local(record.at, school.facts.offset));
        break;
      case Source::kField: {
        std::optional<std::int64_t> value = school.facts.Value(record, column.field);
        const RecordKind& kind = At(rulebook_.policy.kinds, record.kind);
        const bool names_record = At(kind.fields, column.field).type == FieldType::kRecord;
        // A part of a table's key cannot be absent there; 0 names no record.
        if (names_record) value = value ? *value + 1 : 0;
        table.insert.Bind(value);
        break;
      }
    }
  }
  table.insert.Run();
}

void SqlLoader::LoadSubmission(const SchoolYear& school, const Submission& submission) {
  const Facts& facts = school.facts;
  ++submissions_;
  submission_.Bind(units_).Bind(submission.of.duty.value).Bind(submission.of.trigger);
  submission_.Bind(Local(submission.at, facts.offset)).Bind(submissions_).Run();
  for (std::uint32_t i = submission.reviews_begin; i < submission.reviews_end; ++i) {
    const Review& review = facts.reviews[i];
    review_.Bind(submissions_).Bind(Local(review.at, facts.offset)).Bind(review.accepted).Run();
  }
}

void SqlLoader::LoadExceptions(const SchoolYear& school, const UnitFacts& own) {
  const UtcOffset offset = school.facts.offset;
  for (const ObligationWaiver& waiver : own.waivers) {
    waiver_.Bind(units_).Bind(waiver.of.duty.value).Bind(waiver.of.trigger);
    waiver_.Bind(Local(waiver.at, offset)).Run();
  }
  for (const RecordWaiver& waiver : own.record_waivers) {
    record_waiver_.Bind(units_).Bind(waiver.record.value + 1).Bind(Local(waiver.at, offset)).Run();
  }
  for (const Extension& extension : own.extensions) {
    extension_.Bind(units_).Bind(extension.of.duty.value).Bind(extension.of.trigger);
    extension_.Bind(Local(extension.at, offset)).Bind(Local(extension.until, offset)).Run();
  }
  for (const Dispute& dispute : own.disputes) {
    dispute_.Bind(units_).Bind(dispute.record.value + 1).Bind(Local(dispute.at, offset));
    std::optional<std::int64_t> decided_at;
    if (dispute.decided_at) decided_at = Local(*dispute.decided_at, offset);
    dispute_.Bind(decided_at).Run();
  }
}

}  // namespace shouze
