-- First passwords run out; who let somebody in is known; acts on the accounts of those who hold
-- school roles wait for a second kind of administrator.

ALTER TABLE account ADD COLUMN first_until BIGINT;
ALTER TABLE account ADD COLUMN let_in_by TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN let_in_at BIGINT;

-- One-time links by which a person sets the first password: digests of their tokens.
CREATE TABLE first_link (
  account TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
  token_digest TEXT NOT NULL,
  until BIGINT NOT NULL
);
CREATE UNIQUE INDEX first_link_by_token ON first_link (token_digest);

-- A link is made when its mail goes; a change of address is told to the old one.
ALTER TABLE outgoing_mail ADD COLUMN first_link BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outgoing_mail ADD COLUMN send_to TEXT NOT NULL DEFAULT '';

CREATE TABLE account_act (
  id BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  detail TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_as TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT,
  remark TEXT NOT NULL
);
CREATE INDEX account_act_by_account ON account_act (account, id);
