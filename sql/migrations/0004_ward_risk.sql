-- Ward risk: versions of weight tables and composite profiles, and results frozen with what they were computed from.
-- All of it is written once: a change is a new version, so that an old figure keeps its meaning.

-- A version of a weight table that a user made. Version 1 of each shipped table is in server/weights.
create table weight_set (
  weight_set_id      integer generated always as identity primary key,
  slug               text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  version            integer not null check (version >= 1),
  title              text not null,
  unit               text not null,                 -- what a total is measured in: days, pounds, events
  layer              text not null,                 -- the layer it may be applied to
  method             text not null,
  source             text not null,
  source_year        smallint not null,
  significant_digits smallint not null check (significant_digits between 1 and 6),
  created_by         text not null,
  created_at         timestamptz not null default now(),
  unique (slug, version)
);

create table weight_row (
  weight_set_id   integer not null references weight_set,
  category        text not null,                    -- slug in the set's layer
  weight          double precision check (weight >= 0),   -- null: the source has none
  low             double precision check (low >= 0),
  high            double precision,
  quality         text not null check (quality in ('published', 'derived', 'crude', 'local')),
  victim_reported boolean not null,
  source          text not null,
  source_year     smallint not null,
  note            text not null,
  primary key (weight_set_id, category),
  check ((weight is null) = (low is null) and (weight is null) = (high is null)),
  check (low <= weight and weight <= high)
);

-- A composite somebody named: which measures, which way round, how much each weighs.
create table composite_profile (
  profile_id integer generated always as identity primary key,
  slug       text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  version    integer not null check (version >= 1),
  title      text not null,
  note       text not null,
  recipe     jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (slug, version)
);

-- A result as it was given, to the byte. The body is canonical JSON of inputs, outputs and versions; its hash is its name.
create table frozen_result (
  sha256       text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  kind         text not null,
  title        text not null,
  data_version bigint not null,
  body         text not null,
  frozen_by    text not null,
  frozen_at    timestamptz not null default now()
);
create index frozen_result_newest on frozen_result (frozen_at desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is written once: make a new version instead of changing one', tg_table_name
    using errcode = 'restrict_violation';
end
$$;
create trigger weight_set_written_once before update on weight_set for each row execute function refuse_change();
create trigger weight_row_written_once before update on weight_row for each row execute function refuse_change();
create trigger composite_profile_written_once before update on composite_profile for each row execute function refuse_change();
create trigger frozen_result_written_once before update on frozen_result for each row execute function refuse_change();

-- The service may add versions and results; nobody changes them.
grant insert on weight_set, weight_row, composite_profile, frozen_result to wardlight_app;
