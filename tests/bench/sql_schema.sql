-- The facts of a province as a careful engineer would lay them out in SQLite: a table for each kind
-- of record, clustered by unit; whole numbers throughout. Instants are milliseconds of the school's
-- own clock, so a date is an instant / 86400000; dates are days, numbers thousandths. A record's `id`
-- is its place in its school by (at, id), a trigger of 0 means a yearly duty. Columns beside unit, id
-- and at are the policy's fields, by name.

CREATE TABLE school (
  id INTEGER PRIMARY KEY, as_of INTEGER, year_start INTEGER, year_end INTEGER,
  agreement_due INTEGER, posts_due INTEGER, responsibility_due INTEGER, summary_from INTEGER,
  summary_due INTEGER, training_due INTEGER, supplement_until INTEGER);
CREATE TABLE unit (
  id INTEGER PRIMARY KEY, school INTEGER, from_day INTEGER, to_day INTEGER,
  headcount INTEGER, info_admins INTEGER);

CREATE TABLE head_change (unit INT, id INT, at INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE meeting (unit INT, id INT, at INT, uncounted INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE attendance (unit INT, meeting INT, id INT, at INT,
  PRIMARY KEY (unit, meeting, id)) WITHOUT ROWID;
CREATE TABLE project (
  unit INT, id INT, at INT, apply_due INT, assess_due INT, argue_due INT, build_due INT,
  accept_due INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE data_update (unit INT, id INT, at INT, due_on INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE asset_update (unit INT, id INT, at INT, due_on INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE vulnerability (unit INT, id INT, at INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE notice (unit INT, id INT, at INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE recurrence (unit INT, id INT, at INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE drill (unit INT, id INT, at INT, due_on INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE inspection (unit INT, id INT, at INT, due_on INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE incident (unit INT, id INT, at INT, major INT, in_period INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE system (
  unit INT, id INT, at INT, filing_due INT, assessment_due INT, rectify_due INT,
  rectify_report_due INT, PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE training (
  unit INT, id INT, at INT, audience INT, hours INT, half_days INT, attendees INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;
CREATE TABLE accountability (unit INT, id INT, at INT, year INT,
  PRIMARY KEY (unit, id)) WITHOUT ROWID;

CREATE TABLE post (unit INT, post INT, from_day INT, to_day INT,
  PRIMARY KEY (unit, post, from_day, to_day));
CREATE TABLE submission (unit INT, duty INT, trigger INT, at INT, id INT,
  PRIMARY KEY (unit, duty, trigger, at, id)) WITHOUT ROWID;
CREATE TABLE review (submission INT, at INT, accepted INT,
  PRIMARY KEY (submission, at)) WITHOUT ROWID;
CREATE TABLE waiver (unit INT, duty INT, trigger INT, at INT,
  PRIMARY KEY (unit, duty, trigger, at)) WITHOUT ROWID;
CREATE TABLE record_waiver (unit INT, record INT, at INT,
  PRIMARY KEY (unit, record, at)) WITHOUT ROWID;
CREATE TABLE extension (unit INT, duty INT, trigger INT, at INT, until INT,
  PRIMARY KEY (unit, duty, trigger, at, until)) WITHOUT ROWID;
CREATE TABLE dispute (unit INT, record INT, at INT, decided_at INT);
CREATE INDEX dispute_of ON dispute (unit, record);

-- Workdays up to and with a day, and the day on which the n-th workday falls.
CREATE TABLE calendar_day (day INTEGER PRIMARY KEY, workdays INTEGER);
CREATE TABLE workday (nth INTEGER PRIMARY KEY, day INTEGER);

CREATE TABLE indicator (id INTEGER PRIMARY KEY, points INTEGER);
CREATE TABLE duty (id INTEGER PRIMARY KEY, indicator INTEGER, penalty INTEGER);
