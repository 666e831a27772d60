-- Who may see what, and who saw it: organisations, accounts, sessions, tokens, and an audit that only grows.
-- Runs on PostgreSQL 15 and on the embedded PostgreSQL 18.

-- The role the running service works as: it reads the data, writes accounts and sessions, and may only add to the audit.
-- Roles belong to the whole server, so another database's migration may be making it at this moment.
do $$
begin
  if not exists (select from pg_roles where rolname = 'wardlight_app') then
    create role wardlight_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'This login may not create the role that the service works as.'
      using hint = 'Ask the server''s administrator to run: create role wardlight_app nologin; grant wardlight_app to ' || quote_ident(current_user) || ';';
end $$;
-- The login that migrates also serves, unless the deployment keeps two: then it needs to be able to step down to the role.
do $$
declare
  able boolean := pg_has_role(current_user, 'wardlight_app', 'member');
begin
  if able and current_setting('server_version_num')::integer >= 160000 then
    able := pg_has_role(current_user, 'wardlight_app', 'set');
  end if;
  if not able then
    execute format('grant wardlight_app to %I', current_user);
  end if;
exception
  when duplicate_object or unique_violation then null;
end $$;

-- A partner: a force, a council, a trust.
create table organisation (
  organisation_id integer generated always as identity primary key,
  slug            text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name            text not null check (name <> ''),
  created_at      timestamptz not null default now()
);

create table account (
  account_id           integer generated always as identity primary key,
  username             text not null check (username = lower(username) and username <> ''),
  display_name         text not null check (display_name <> ''),
  organisation_id      integer not null references organisation,
  roles                text[] not null check (roles <@ array['viewer', 'analyst', 'placement-requester', 'data-steward', 'auditor', 'administrator']),
  password_hash        text,                        -- argon2id, encoded with its parameters; null: signs in elsewhere
  must_change_password boolean not null default false,
  totp_secret          text,                        -- sealed with AES-256-GCM under the service's key, never plain
  totp_confirmed_at    timestamptz,                 -- null: being set up, not asked for yet
  totp_last_step       bigint,                      -- the last 30-second step a code was taken for: each works once
  failed_attempts      integer not null default 0 check (failed_attempts >= 0),
  locked_until         timestamptz,
  disabled_at          timestamptz,
  provider_issuer      text,                        -- single sign-on: who vouches for the account, and its name there
  provider_subject     text,
  demonstration        boolean not null default false,
  created_at           timestamptz not null default now(),
  unique (username),
  unique (provider_issuer, provider_subject),
  check ((provider_issuer is null) = (provider_subject is null))
);

create table recovery_code (
  account_id integer not null references account on delete cascade,
  code_hash  text not null,                         -- sha256 of a code of 80 random bits
  primary key (account_id, code_hash)
);

-- Signed-in browsers. The cookie's token is kept only as its sha256.
create table session (
  session_id   integer generated always as identity primary key,
  token_hash   text not null unique,
  account_id   integer not null references account on delete cascade,
  via          text not null check (via in ('password', 'single-sign-on', 'demonstration')),
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null                 -- however busy
);
create index session_account on session (account_id);

create table api_token (
  token_id     integer generated always as identity primary key,
  account_id   integer not null references account on delete cascade,
  name         text not null check (name <> ''),
  token_hash   text not null unique,
  scopes       text[] not null check (cardinality(scopes) > 0),
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  last_used_at timestamptz
);
create index api_token_account on api_token (account_id);

-- Sign-ins on their way through the identity provider; each is taken once.
create table provider_sign_in (
  state_hash    text primary key,
  browser_hash  text not null,                      -- of a cookie: the browser that began must be the one that returns
  nonce         text not null,
  code_verifier text not null,
  expires_at    timestamptz not null
);

-- What was done, by whom, over what. Every field is text that is hashed exactly as it stands.
create table audit_entry (
  seq           bigint primary key,                 -- 1, 2, 3, ... without a gap
  audit_id      uuid not null unique,               -- printed on exports
  recorded_at   timestamptz not null,
  action        text not null,                      -- figures.hot-spots, sign-in, account.create, ...
  outcome       text not null check (outcome in ('ok', 'refused', 'failed')),
  account_id    integer,
  username      text,
  organisation  text,                               -- slug
  roles         text,                               -- comma separated
  via           text,                               -- password, single-sign-on, demonstration, token, command-line
  address       text,
  datasets      text,                               -- slugs, comma separated
  data_version  bigint,
  area          text,                               -- code of the area looked at
  period        text,                               -- 2018-10/2019-02
  filters       text,                               -- JSON
  format        text,
  marking       text,
  reason        text,
  subject       text,                               -- account, token, dataset the action was done to
  previous_hash text not null,
  hash          text not null
);
create index audit_entry_time on audit_entry (recorded_at);
create index audit_entry_use on audit_entry (organisation, area) where action like 'figures.%';

-- How far the audit has grown: tells when its last entries are cut off.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  seq      bigint not null,
  hash     text not null
);
insert into audit_head (seq, hash) values (0, repeat('0', 64));

-- Numbers, dates and chains an entry. Runs with the owner's rights: whoever inserts can set none of these.
-- The hash is sha256 over every field as byte length, colon, text ('-' where null), in the order of the table; the verifier
-- computes it a second time from the stored columns, in server/access/audit-hash.ts.
create function audit_chain() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  fields text[];
begin
  select h.seq + 1, h.hash into new.seq, new.previous_hash from public.audit_head h for update;
  new.recorded_at := clock_timestamp();
  fields := array[
    new.seq::text, new.audit_id::text, to_char(new.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    new.action, new.outcome, new.account_id::text, new.username, new.organisation, new.roles, new.via, new.address,
    new.datasets, new.data_version::text, new.area, new.period, new.filters, new.format, new.marking, new.reason,
    new.subject, new.previous_hash
  ];
  select encode(sha256(convert_to(string_agg(coalesce(octet_length(convert_to(f, 'UTF8')) || ':' || f, '-'), '' order by i), 'UTF8')), 'hex')
    into new.hash from unnest(fields) with ordinality as u(f, i);
  update public.audit_head set seq = new.seq, hash = new.hash;
  return new;
end $$;
create trigger audit_chain before insert on audit_entry for each row execute function audit_chain();

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit only grows: % is refused.', lower(tg_op)
    using errcode = 'insufficient_privilege', hint = 'Entries are never changed or removed. Add a new entry that corrects the old one.';
end $$;
create trigger audit_refuse_change before update or delete or truncate on audit_entry for each statement execute function audit_refuse_change();

-- What the service may do. Loads and migrations run as the owner.
grant usage on schema public to wardlight_app;
grant select on all tables in schema public to wardlight_app;
alter default privileges in schema public grant select on tables to wardlight_app;
grant insert, update on organisation, account to wardlight_app;
grant insert, update, delete on session, api_token, recovery_code, provider_sign_in to wardlight_app;
grant insert on audit_entry to wardlight_app;
revoke all on function audit_chain() from public;
