-- What people keep: views of the map, briefings, drawn study areas, operations with dates. Every change is a new version.

create table saved_item (
  item_id         integer generated always as identity primary key,
  kind            text not null check (kind in ('view', 'briefing', 'study-area', 'operation')),
  account_id      integer not null references account,       -- who made it
  organisation_id integer not null references organisation,
  shared_with     text not null default 'own' check (shared_with in ('own', 'organisation', 'everyone')),
  latest_version  integer not null default 1 check (latest_version >= 1),
  created_at      timestamptz not null default now(),
  removed_at      timestamptz                                 -- hidden from lists; links of old briefings still open
);
create index saved_item_list on saved_item (kind, organisation_id) where removed_at is null;

create table saved_item_version (
  item_id     integer not null references saved_item,
  version     integer not null check (version >= 1),
  name        text not null check (name <> '' and length(name) <= 120),
  description text not null default '' check (length(description) <= 2000),
  body        jsonb not null,
  saved_by    integer not null references account,
  saved_at    timestamptz not null default now(),
  primary key (item_id, version)
);

grant insert on saved_item, saved_item_version to wardlight_app;
grant update (latest_version, shared_with, removed_at) on saved_item to wardlight_app;
