-- The security log becomes a chain, like the ledger; what is there already is chained by the
-- program in the same transaction (store/migrate.cc).

ALTER TABLE security_event ADD COLUMN outcome TEXT NOT NULL DEFAULT 'ok';
ALTER TABLE security_event ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE security_event ADD COLUMN prev_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE security_event ADD COLUMN digest TEXT NOT NULL DEFAULT '';

UPDATE security_event SET outcome = 'refused'
WHERE kind IN ('refused', 'login_failed', 'locked', 'password_change_failed');

CREATE INDEX security_event_by_account ON security_event (account, id);
CREATE INDEX security_event_by_kind ON security_event (kind, id);
CREATE INDEX security_event_by_at ON security_event (at);

-- Exactly one row: the log's end. Whoever appends holds chain_head's row.
CREATE TABLE security_head (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  id BIGINT NOT NULL,
  digest TEXT NOT NULL
);
INSERT INTO security_head (one, id, digest)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
