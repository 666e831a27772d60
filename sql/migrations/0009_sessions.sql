-- Sessions that people can tell apart, first passwords that run out, and second factors that are renewed without a gap.

alter table session
  add column device  text not null default 'An unknown browser' check (device <> ''),  -- 'Firefox on Windows'; no version, nothing unique
  add column network text;                          -- the address with its last part cut off: 192.0.2.*; null: not known

alter table account
  add column initial_password_until timestamptz,    -- a first password works until then; null: the password is the person's own
  add column totp_pending           text;           -- sealed; becomes totp_secret when a code of it is given back
