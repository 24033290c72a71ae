-- What surrounds the facts: repeated requests, files, notices, mail.

CREATE TABLE answered (
  account TEXT NOT NULL,
  request_key TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account, request_key)
);

CREATE TABLE file (
  digest TEXT NOT NULL PRIMARY KEY,
  bytes BIGINT NOT NULL,
  type TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL
);

CREATE TABLE upload (
  digest TEXT NOT NULL REFERENCES file (digest),
  account TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (digest, account)
);

CREATE TABLE file_use (
  digest TEXT NOT NULL REFERENCES file (digest),
  unit TEXT NOT NULL,
  fact_kind TEXT NOT NULL,
  fact_id TEXT NOT NULL,
  PRIMARY KEY (digest, fact_kind, fact_id, unit)
);

-- The same `once` is given to an account once only.
CREATE TABLE notice (
  id BIGINT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  about TEXT NOT NULL,
  text TEXT NOT NULL,
  once TEXT NOT NULL,
  urgent BIGINT NOT NULL,
  read_at BIGINT,
  mailed_at BIGINT
);
CREATE UNIQUE INDEX notice_by_once ON notice (account, once);
CREATE INDEX notice_by_account ON notice (account, id);
CREATE INDEX notice_unread ON notice (account) WHERE read_at IS NULL;
CREATE INDEX notice_unmailed ON notice (account, id) WHERE mailed_at IS NULL;

CREATE TABLE outgoing_mail (
  id BIGINT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  next_try_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  given_up BIGINT NOT NULL
);
CREATE INDEX outgoing_mail_due ON outgoing_mail (given_up, next_try_at);

CREATE TABLE opened (
  unit TEXT NOT NULL,
  obligation TEXT NOT NULL,
  account TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (unit, obligation)
);

CREATE TABLE remembered (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
