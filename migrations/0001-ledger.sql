-- The ledger, its projections and the sheets frozen from it.

-- Exactly one row: the chain's end. PostgreSQL's writers queue for it.
CREATE TABLE chain_head (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  seq BIGINT NOT NULL,
  digest TEXT NOT NULL
);
INSERT INTO chain_head (one, seq, digest)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Appended to, never changed. INTEGER, not BIGINT, is what SQLite keeps rows by.
CREATE TABLE entry (
  seq INTEGER NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  prev_digest TEXT NOT NULL,
  digest TEXT NOT NULL,
  alg TEXT NOT NULL
);
CREATE INDEX entry_by_kind ON entry (kind, seq);
CREATE INDEX entry_by_actor ON entry (actor, seq);

-- Which entry says what a fact is, from `since` on until another did; 0: still.
CREATE TABLE fact (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  since BIGINT NOT NULL REFERENCES entry (seq),
  until BIGINT NOT NULL,
  PRIMARY KEY (kind, id, since)
);
CREATE INDEX fact_current ON fact (since) WHERE until = 0;

-- Which units an entry concerns; '*' is all of them.
CREATE TABLE entry_unit (
  unit TEXT NOT NULL,
  seq BIGINT NOT NULL REFERENCES entry (seq),
  PRIMARY KEY (unit, seq)
);

CREATE TABLE frozen_sheet (
  seq BIGINT NOT NULL REFERENCES entry (seq),
  unit TEXT NOT NULL,
  digest TEXT NOT NULL,
  sheet TEXT NOT NULL,
  PRIMARY KEY (seq, unit)
);
