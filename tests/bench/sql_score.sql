-- The twenty lines of czie-2024 for every unit, as of each school's default instant (its year's end
-- or later, so that every deadline within the year is past). DESIGN 3 less what moves no score then:
-- at_risk, explanations, vetoes. $duty(5.1/fix) and the like stand for the policy's ids.

-- Units with a result.
CREATE TEMP TABLE assessed (
  unit INTEGER PRIMARY KEY, as_of INT, year_start INT, year_end INT, last INT, supplement_until INT,
  post_day INT, headcount INT, info_admins INT, agreement_due INT, posts_due INT,
  responsibility_due INT, summary_from INT, summary_due INT, training_due INT, new_unit_due INT);
INSERT INTO assessed
SELECT u.id AS unit, s.as_of, s.year_start, s.year_end, min(s.as_of, s.year_end) AS last,
  s.supplement_until, (min(s.as_of, s.year_end) - 1) / 86400000 AS post_day, u.headcount,
  u.info_admins, s.agreement_due, s.posts_due, s.responsibility_due, s.summary_from, s.summary_due,
  s.training_due,
  -- Yearly duties of a unit founded within the year are due no earlier; past all time when unknown.
  CASE WHEN u.from_day >= s.year_start / 86400000 AND u.from_day < s.year_end / 86400000
    THEN coalesce((SELECT (w.day + 1) * 86400000 FROM calendar_day c JOIN workday w
                   ON w.nth = c.workdays + $setting(new_unit_workdays) WHERE c.day = u.from_day),
                  9223372036854775807)
    ELSE 0 END AS new_unit_due
FROM unit u JOIN school s ON s.id = u.school
WHERE NOT coalesce(u.to_day < s.year_end / 86400000 - 1
                   AND s.as_of > (u.to_day + 1) * 86400000, 0)
ORDER BY u.id;

-- Records that cost nothing: waived, or under a dispute that is not decided.
CREATE TEMP TABLE spared (unit INT, record INT, PRIMARY KEY (unit, record)) WITHOUT ROWID;
INSERT OR IGNORE INTO spared
SELECT w.unit, w.record FROM record_waiver w JOIN assessed a ON a.unit = w.unit
WHERE w.at <= a.as_of
UNION ALL
SELECT d.unit, d.record FROM dispute d JOIN assessed a ON a.unit = d.unit
WHERE d.at <= a.as_of AND (d.decided_at IS NULL OR d.decided_at > a.as_of);

-- The extension that counts: the latest, of equals the longest.
CREATE TEMP TABLE extended (unit INT, duty INT, trigger INT, until INT,
  PRIMARY KEY (unit, duty, trigger)) WITHOUT ROWID;
INSERT OR REPLACE INTO extended
SELECT x.unit, x.duty, x.trigger, x.until FROM extension x JOIN assessed a ON a.unit = x.unit
WHERE x.at <= a.as_of ORDER BY x.unit, x.duty, x.trigger, x.at, x.until;

-- Days to the due instants that workdays lead to.
CREATE TEMP TABLE due_after (days INTEGER, day INTEGER, due INTEGER,
  PRIMARY KEY (days, day)) WITHOUT ROWID;
INSERT INTO due_after
SELECT n.days, c.day, (w.day + 1) * 86400000
FROM (SELECT 3 AS days UNION ALL SELECT 10) n, calendar_day c
LEFT JOIN workday w ON w.nth = c.workdays + n.days;

-- What each unit must do, with `met` where that is not for submissions to say.
CREATE TEMP TABLE obligation (
  unit INT, duty INT, trigger INT, start INT, due INT, resubmission INT, met INT);
INSERT INTO obligation
WITH yearly (unit, duty, start, due, new_unit_due, resubmission, met) AS (
  SELECT unit, $duty(1/sign), year_start, agreement_due, new_unit_due, 1, NULL FROM assessed
  UNION ALL
  SELECT unit, $duty(3.1/implement), year_start, responsibility_due, new_unit_due, 1, NULL
  FROM assessed
  UNION ALL
  SELECT unit, $duty(3.3/summary), max(year_start, summary_from), summary_due, new_unit_due, 1, NULL
  FROM assessed
  UNION ALL
  SELECT unit, $duty(9.1/proof), year_start, training_due, new_unit_due, 1, NULL FROM assessed
  WHERE headcount <> 0
  UNION ALL
  SELECT unit, $duty(9.2/proof), year_start, training_due, new_unit_due, 1, NULL FROM assessed
  UNION ALL
  SELECT a.unit, p.duty, a.year_start, a.posts_due, a.new_unit_due, 0,
    EXISTS (SELECT 1 FROM post h WHERE h.unit = a.unit AND h.post = p.post
      AND h.from_day <= a.post_day
      AND (h.to_day IS NULL OR a.post_day <= h.to_day + $setting(post_vacancy_days)))
  FROM assessed a, (SELECT $duty(2/lead) AS duty, $post(security_lead) AS post
                    UNION ALL SELECT $duty(2/contact), $post(contact)) p
  UNION ALL
  SELECT a.unit, m.duty, a.year_start, a.training_due, a.new_unit_due, 0,
    coalesce((SELECT sum(min(t.hours * 1000, 4000 * t.half_days) * t.attendees) FROM training t
              WHERE t.unit = a.unit AND t.audience = m.audience
                AND t.at >= a.year_start AND t.at < a.year_end), 0)
      >= m.hours * 1000000 * CASE m.audience WHEN $choice(training/audience/all) THEN a.headcount
                                             ELSE max(a.info_admins, 1) END
  FROM assessed a, (SELECT $duty(9.1/hours) AS duty, $choice(training/audience/all) AS audience,
                           4 AS hours
                    UNION ALL
                    SELECT $duty(9.2/hours), $choice(training/audience/admins), 8) m
  WHERE m.audience <> $choice(training/audience/all) OR a.headcount <> 0
)
SELECT y.unit, y.duty, 0, y.start,
  coalesce(x.until,
           CASE WHEN y.new_unit_due > y.due THEN nullif(y.new_unit_due, 9223372036854775807)
                ELSE y.due END),
  y.resubmission, y.met
FROM yearly y LEFT JOIN extended x ON x.unit = y.unit AND x.duty = y.duty AND x.trigger = 0;

INSERT INTO obligation
WITH triggered (unit, duty, trigger, at, due, resubmission, met) AS (
  SELECT r.unit, $duty(1/resign), r.id, r.at, d.due, 1, NULL
  FROM head_change r LEFT JOIN due_after d ON d.days = 10 AND d.day = r.at / 86400000
  UNION ALL
  SELECT r.unit, $duty(1/resign-paper), r.id, r.at, d.due, 1, NULL
  FROM head_change r LEFT JOIN due_after d ON d.days = 10 AND d.day = r.at / 86400000
  UNION ALL
  SELECT r.unit, $duty(3.2/attend), r.id, r.at, (r.at / 86400000 + 1) * 86400000, 0,
    EXISTS (SELECT 1 FROM attendance t JOIN assessed a ON a.unit = t.unit
            WHERE t.unit = r.unit AND t.meeting = r.id AND t.at <= a.as_of AND t.at < a.year_end)
  FROM meeting r WHERE r.uncounted IS NOT 1
  UNION ALL
  SELECT unit, $duty(4.1/apply), id, at, (apply_due + 1) * 86400000, 1, NULL FROM project
  WHERE apply_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(4.1/assess), id, at, (assess_due + 1) * 86400000, 1, NULL FROM project
  WHERE assess_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(4.1/argue), id, at, (argue_due + 1) * 86400000, 1, NULL FROM project
  WHERE argue_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(4.1/build), id, at, (build_due + 1) * 86400000, 1, NULL FROM project
  WHERE build_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(4.1/accept), id, at, (accept_due + 1) * 86400000, 1, NULL FROM project
  WHERE accept_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(4.2/update), id, at, (due_on + 1) * 86400000, 0, NULL FROM data_update
  WHERE due_on IS NOT NULL
  UNION ALL
  SELECT unit, $duty(4.3/update), id, at, (due_on + 1) * 86400000, 0, NULL FROM asset_update
  WHERE due_on IS NOT NULL
  UNION ALL
  SELECT r.unit, $duty(5.1/fix), r.id, r.at, d.due, 0, NULL
  FROM vulnerability r LEFT JOIN due_after d ON d.days = 3 AND d.day = r.at / 86400000
  UNION ALL
  SELECT unit, $duty(5.2/rectify), id, at, at + 24 * 3600000, 0, NULL FROM notice
  UNION ALL
  SELECT unit, $duty(6.1/file), id, at, (due_on + 1) * 86400000, 1, NULL FROM drill
  WHERE due_on IS NOT NULL
  UNION ALL
  SELECT unit, $duty(6.2/report), id, at, at + 24 * 3600000, 0, NULL FROM incident WHERE major = 1
  UNION ALL
  SELECT r.unit, $duty(6.2/rectify), r.id, r.at, d.due, 0, NULL
  FROM incident r LEFT JOIN due_after d ON d.days = 3 AND d.day = r.at / 86400000 WHERE r.major = 1
  UNION ALL
  SELECT unit, $duty(10/report), id, at, at + 24 * 3600000, 0, NULL FROM incident
  WHERE in_period = 1
  UNION ALL
  SELECT unit, $duty(7.1/file), id, at, (filing_due + 1) * 86400000, 1, NULL FROM system
  WHERE filing_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(7.2/assess), id, at, (assessment_due + 1) * 86400000, 1, NULL FROM system
  WHERE assessment_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(7.3/rectify), id, at, (rectify_due + 1) * 86400000, 1, NULL FROM system
  WHERE rectify_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(7.3/report), id, at, (rectify_report_due + 1) * 86400000, 1, NULL FROM system
  WHERE rectify_report_due IS NOT NULL
  UNION ALL
  SELECT unit, $duty(8/submit), id, at, (due_on + 1) * 86400000, 1, NULL FROM inspection
  WHERE due_on IS NOT NULL
)
SELECT t.unit, t.duty, t.trigger, t.at, coalesce(x.until, t.due), t.resubmission, t.met
FROM triggered t CROSS JOIN assessed a ON a.unit = t.unit
LEFT JOIN extended x ON x.unit = t.unit AND x.duty = t.duty AND x.trigger = t.trigger
-- Carried over from the year before only when due in this one.
WHERE t.at < a.year_end AND t.at <= a.as_of
  AND (t.at >= a.year_start OR coalesce(x.until, t.due) > a.year_start)
  AND NOT EXISTS (SELECT 1 FROM spared p WHERE p.unit = t.unit AND p.record = t.trigger);

-- Those that are missed or late.
CREATE TEMP TABLE lost (unit INT, duty INT, trigger INT,
  PRIMARY KEY (unit, duty, trigger)) WITHOUT ROWID;
INSERT INTO lost
SELECT o.unit, o.duty, o.trigger FROM obligation o JOIN assessed a ON a.unit = o.unit
WHERE o.met = 0 AND o.due <= a.year_end AND o.start <= a.as_of
  AND NOT EXISTS (SELECT 1 FROM waiver w WHERE w.unit = o.unit AND w.duty = o.duty
                  AND w.trigger = o.trigger AND w.at <= a.as_of);
INSERT INTO lost
SELECT o.unit, o.duty, o.trigger FROM obligation o JOIN assessed a ON a.unit = o.unit
WHERE o.met IS NULL
  -- None in time that is accepted or waits for its review …
  AND NOT EXISTS (
    SELECT 1 FROM submission s
    WHERE s.unit = o.unit AND s.duty = o.duty AND s.trigger = o.trigger
      AND s.at >= o.start AND s.at <= a.last
      AND coalesce((SELECT r.accepted FROM review r WHERE r.submission = s.id AND r.at <= a.as_of
                    ORDER BY r.at DESC LIMIT 1), 1)
      AND (o.due IS NULL OR s.at <= o.due
           -- … nor handed in again after one in time was returned.
           OR o.resubmission AND s.at <= a.supplement_until AND EXISTS (
             SELECT 1 FROM submission f
             WHERE f.unit = o.unit AND f.duty = o.duty AND f.trigger = o.trigger
               AND f.at >= o.start AND f.at <= o.due AND f.at < s.at
               AND (SELECT r.accepted FROM review r WHERE r.submission = f.id AND r.at <= a.as_of
                    ORDER BY r.at DESC LIMIT 1) = 0)))
  AND (o.due <= a.year_end AND o.start <= a.as_of
         -- Returned, and resubmission does not end in this year.
         AND NOT (o.resubmission AND a.supplement_until > a.year_end AND EXISTS (
             SELECT 1 FROM submission f
             WHERE f.unit = o.unit AND f.duty = o.duty AND f.trigger = o.trigger
               AND f.at >= o.start AND f.at <= o.due AND f.at <= a.last
               AND (SELECT r.accepted FROM review r WHERE r.submission = f.id AND r.at <= a.as_of
                    ORDER BY r.at DESC LIMIT 1) = 0))
       OR EXISTS (
         SELECT 1 FROM submission s
         WHERE s.unit = o.unit AND s.duty = o.duty AND s.trigger = o.trigger
           AND s.at >= o.start AND s.at <= a.last
           AND (SELECT r.accepted FROM review r WHERE r.submission = s.id AND r.at <= a.as_of
                ORDER BY r.at DESC LIMIT 1) = 1))
  AND NOT EXISTS (SELECT 1 FROM waiver w WHERE w.unit = o.unit AND w.duty = o.duty
                  AND w.trigger = o.trigger AND w.at <= a.as_of);

-- What all that costs.
CREATE TEMP TABLE loss (unit INT, indicator INT, points INT);
INSERT INTO loss
SELECT l.unit, d.indicator, sum(d.penalty) FROM lost l JOIN duty d ON d.id = l.duty
GROUP BY l.unit, l.duty;
INSERT INTO loss
SELECT r.unit, $indicator(5.1), count(*) * $points(5.1/found)
FROM vulnerability r JOIN assessed a ON a.unit = r.unit
WHERE r.at >= a.year_start AND r.at < a.year_end
  AND NOT EXISTS (SELECT 1 FROM spared p WHERE p.unit = r.unit AND p.record = r.id)
GROUP BY r.unit;
INSERT INTO loss
SELECT r.unit, $indicator(5.2), count(*) * $points(5.2/noticed)
FROM notice r JOIN assessed a ON a.unit = r.unit
WHERE r.at >= a.year_start AND r.at < a.year_end
  AND NOT EXISTS (SELECT 1 FROM spared p WHERE p.unit = r.unit AND p.record = r.id)
GROUP BY r.unit;
INSERT INTO loss
SELECT r.unit, $indicator(5.3), count(*) * $points(5.3/recurred)
FROM recurrence r JOIN assessed a ON a.unit = r.unit
WHERE r.at >= a.year_start AND r.at < a.year_end
  AND NOT EXISTS (SELECT 1 FROM spared p WHERE p.unit = r.unit AND p.record = r.id)
GROUP BY r.unit;
-- Two notices in a row.
INSERT INTO loss
SELECT DISTINCT n.unit, $indicator(5.2), i.points
FROM (SELECT o.unit, l.unit IS NOT NULL AS gone,
        lag(l.unit IS NOT NULL) OVER (PARTITION BY o.unit ORDER BY o.trigger) AS gone_before
      FROM obligation o JOIN assessed a ON a.unit = o.unit
      LEFT JOIN lost l ON l.unit = o.unit AND l.duty = o.duty AND l.trigger = o.trigger
      WHERE o.duty = $duty(5.2/rectify)
        AND NOT EXISTS (SELECT 1 FROM waiver w WHERE w.unit = o.unit AND w.duty = o.duty
                        AND w.trigger = o.trigger AND w.at <= a.as_of)) n
JOIN indicator i ON i.id = $indicator(5.2)
WHERE n.gone AND n.gone_before;

CREATE TEMP TABLE taken (unit INT, indicator INT, points INT,
  PRIMARY KEY (unit, indicator)) WITHOUT ROWID;
INSERT INTO taken SELECT unit, indicator, sum(points) FROM loss GROUP BY unit, indicator;
CREATE TEMP TABLE line (unit INT, indicator INT, score INT,
  PRIMARY KEY (unit, indicator)) WITHOUT ROWID;
INSERT INTO line
SELECT a.unit, i.id, i.points - min(i.points, coalesce(t.points, 0))
FROM assessed a CROSS JOIN indicator i
LEFT JOIN taken t ON t.unit = a.unit AND t.indicator = i.id;
