-- Passwords that are not taken again, as hashes; they go with the account's names.

CREATE TABLE password_history (
  account TEXT NOT NULL REFERENCES account (id),
  until BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  PRIMARY KEY (account, until)
);
