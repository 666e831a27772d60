-- What was asked of restricted data, and how each question was decided: so that questions which would isolate a small
-- count together can be told, and looked into. Added to, never changed. Holds no counts.
create table query_history (
  query_id   bigint generated always as identity primary key,
  asked_at   timestamptz not null default now(),
  account_id integer not null references account,
  layer      text not null,
  data_version bigint not null,
  asked      jsonb not null,                        -- categories, months, area, lattice as asked
  decision   text not null check (decision in ('allow', 'coarsen', 'refuse')),
  because    text not null,
  isolates   jsonb                                  -- the earlier question that this one differs from by little; null where none
);
create index query_history_asker on query_history (account_id, layer, query_id desc);

grant insert on query_history to wardlight_app;
