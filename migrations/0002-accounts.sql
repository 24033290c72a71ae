-- Accounts, their sessions and what guards them.

CREATE TABLE account (
  id TEXT NOT NULL PRIMARY KEY,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  mail TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  must_change_password BIGINT NOT NULL,
  disabled BIGINT NOT NULL,
  erased BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  password_changed_at BIGINT,
  last_login_at BIGINT
);
CREATE UNIQUE INDEX account_by_login ON account (login);

CREATE TABLE session (
  token_digest TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX session_by_account ON session (account);

CREATE TABLE known_device (
  token_digest TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (account, token_digest)
);

CREATE TABLE login_failures (
  counted_under TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);

CREATE TABLE security_event (
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  detail TEXT NOT NULL
);
