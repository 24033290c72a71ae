-- What an account has uploaded is counted at every upload of its.

CREATE INDEX upload_by_account ON upload (account);
