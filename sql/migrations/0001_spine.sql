-- The spine: where data came from, what it is, which areas exist, what happened where and when.
-- Runs on PostgreSQL 15 + PostGIS 3.3 and on the embedded PostgreSQL 18 + PostGIS 3.6.
-- Civil times are UK wall-clock (Europe/London) without zone; periods are half-open [from, to).

create extension if not exists postgis;

-- One row: raised by every write of data, so that a result can name the data it was computed from.
create table data_version (
  only_row   boolean primary key default true check (only_row),
  version    bigint not null default 0,
  changed_at timestamptz not null default now()
);
insert into data_version default values;

-- A dataset is one stream of data from one owner: police street-level crime, a register, a census table.
create table dataset (
  dataset_id         integer generated always as identity primary key,
  slug               text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title              text not null,
  kind               text not null,                 -- importer kind: police, boundaries, population, lookup, ...
  layer              text,                          -- the map layer its events belong to; null for reference data
  location_precision text not null check (location_precision in ('exact', 'snapped', 'postcode', 'lsoa', 'ward', 'district', 'none')),
  time_precision     text not null check (time_precision in ('minute', 'hour', 'day', 'month', 'year', 'none')),
  sensitivity_class  text not null check (sensitivity_class in ('open', 'partner-crime', 'health', 'children-probation', 'housing')),
  owner              text not null,
  licence            text not null,
  attribution        text not null,
  agreement          jsonb not null default '{}'::jsonb,  -- record of sharing; empty for open data
  synthetic          boolean not null default false,
  created_at         timestamptz not null default now(),
  check ((layer is null) or (location_precision <> 'none' and time_precision <> 'none'))
);

-- One file of one dataset, all or nothing: read = accepted + rejected + duplicate.
create table import_batch (
  batch_id         integer generated always as identity primary key,
  dataset_id       integer not null references dataset,
  supplier         text not null,                   -- who reported: a force, a trust, a council
  month_no         smallint,                        -- year * 12 + month - 1 of a monthly supply; null otherwise
  file_name        text not null,
  file_sha256      text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  file_bytes       bigint not null check (file_bytes >= 0),
  rows_read        integer not null check (rows_read >= 0),
  rows_accepted    integer not null check (rows_accepted >= 0),
  rows_rejected    integer not null check (rows_rejected >= 0),
  rows_duplicate   integer not null check (rows_duplicate >= 0),
  rows_not_mapped  integer not null default 0 check (rows_not_mapped >= 0),
  report           jsonb not null,
  state            text not null default 'live' check (state in ('live', 'replaced', 'withdrawn')),
  replaced_by      integer references import_batch deferrable initially deferred,
  imported_by      text not null,
  imported_at      timestamptz not null default now(),
  check (rows_read = rows_accepted + rows_rejected + rows_duplicate),
  check ((state = 'replaced') = (replaced_by is not null))
);
-- A month of one supplier is live once: a re-issue replaces it.
create unique index import_batch_live_month on import_batch (dataset_id, supplier, month_no) where state = 'live' and month_no is not null;
create index import_batch_dataset on import_batch (dataset_id, state);

-- What the completeness check says of a supplied month. 'under-supplied' breaks from its neighbours in nearly every category.
create table supply_month (
  dataset_id      integer not null references dataset,
  supplier        text not null,
  month_no        smallint not null,
  status          text not null check (status in ('supplied', 'under-supplied', 'over-supplied')),
  events          integer not null check (events >= 0),
  expected_events double precision,                 -- what its neighbours suggest; null where too few months
  reason          text not null default '',
  primary key (dataset_id, supplier, month_no)
);

-- A set of boundaries or codes of one vintage: wards of 2024, census merged wards of 2011, LSOAs of 2021.
create table area_set (
  area_set_id       integer generated always as identity primary key,
  level             text not null check (level in ('ward', 'lsoa', 'msoa', 'district')),
  family            text not null check (family ~ '^[a-z]+$'),   -- wd, cmwd, lsoa, msoa, lad
  boundary_year     smallint not null check (boundary_year between 1970 and 2100),
  vertex_spacing_m  double precision,               -- mean boundary segment length, metres; null where only codes are known
  simplified        boolean,                        -- too coarse to count with; null where only codes are known
  unique (family, boundary_year)
);

-- An area known by code, from boundaries (with geometry), or from a lookup or an event file (without).
create table area (
  area_id        integer generated always as identity primary key,
  area_set_id    integer not null references area_set,
  code           text not null,
  boundary_year  smallint not null,
  name           text not null,
  district_code  text,                              -- code of the district it lies in, where known
  area_m2        double precision check (area_m2 > 0),
  geom           geometry(MultiPolygon, 27700) check (geom is null or (st_isvalid(geom) and not st_isempty(geom))),
  batch_id       integer references import_batch,
  unique (area_set_id, code)
);
create index area_code on area (code, boundary_year);
create index area_geom on area using gist (geom);

-- LSOA to ward to district, as published: best fit of one vintage to another.
create table area_lookup (
  from_family text not null, from_year smallint not null, from_code text not null,
  to_family   text not null, to_year   smallint not null, to_code   text not null,
  change_code text,                                 -- U unchanged, S split, M merged, X irregular; null for nesting
  batch_id    integer not null references import_batch,
  primary key (from_family, from_year, from_code, to_family, to_year, to_code)
);
create index area_lookup_to on area_lookup (to_family, to_year, to_code);

-- A number about an area: people by age band, deprivation ranks. measure names carry their unit.
create table area_measure (
  dataset_id    integer not null references dataset,
  batch_id      integer not null references import_batch,
  family        text not null,
  boundary_year smallint not null,
  code          text not null,
  measure       text not null,                      -- population, population-workday, imd-rank, ...
  reference_year smallint not null,
  age_from      smallint not null default 0,        -- years, inclusive
  age_to        smallint not null default 999,      -- years, exclusive; 999 = no upper end
  sex           text not null default 'all' check (sex in ('all', 'female', 'male')),
  value         double precision not null,
  primary key (measure, family, code, boundary_year, reference_year, age_from, age_to, sex, dataset_id)
);
create index area_measure_batch on area_measure (batch_id);

create table category (
  category_id smallint generated always as identity primary key,
  layer       text not null,
  slug        text not null,
  label       text not null,
  unique (layer, slug)
);

create table outcome (
  outcome_id smallint generated always as identity primary key,
  label      text not null unique
);

-- The name of a map point as published ("On or near Harlech Close"): never an address.
create table place_name (
  place_id integer primary key,
  name     text not null unique
);

-- What happened: one row an incident, placed and dated as precisely as its dataset allows.
-- No foreign keys and no primary key: data-import/load is the only writer and takes both from the rows it has just
-- written itself. COPY of 1 M rows: 18.1 s with two foreign keys, 4.0 s without them, 2.8 s with event_cover as the
-- only index, 1.7 s bare. A batch is found by its dataset and month through event_cover.
create table event (
  batch_id      integer not null,
  row_no        integer not null,                   -- line of the file, for tracing back
  dataset_id    smallint not null,
  category_id   smallint not null,
  month_no      smallint not null,                  -- year * 12 + month - 1 of occurred_from
  occurred_from timestamp not null,
  occurred_to   timestamp not null,                 -- half-open
  x             integer,                            -- easting, metres; null = not mapped
  y             integer,                            -- northing, metres
  ward_id       integer,                            -- area of the counting ward set; null = in no loaded ward
  lsoa_id       integer,
  ward_method   "char",                             -- p point in polygon, l lookup from LSOA, f file's own code
  lsoa_method   "char",
  place_id      integer,
  outcome_id    smallint,
  geom          geometry(Point, 27700) generated always as (st_setsrid(st_makepoint(x, y), 27700)) stored,
  check ((x is null) = (y is null)),
  check (occurred_to > occurred_from)
);
-- The one query shape of every map: a dataset, months, categories; binned by integer arithmetic on x and y.
create index event_cover on event (dataset_id, month_no, category_id) include (x, y, ward_id, lsoa_id);
