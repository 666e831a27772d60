-- Partner data: registers and services, aggregates, postcodes, how a place was found, and what is known about the recording.
-- Runs on PostgreSQL 15 + PostGIS 3.3 and on the embedded PostgreSQL 18 + PostGIS 3.6.

-- Held for context only: no risk layer, score or comparison may use it (stop and search is exposure to enforcement).
alter table dataset add column context_only boolean not null default false;

-- How the place of an event was found: c coordinates, g easting and northing, o postcode, u UPRN, l LSOA code, w ward code;
-- null where the file gave nothing usable, and for police files (published snap points). precision_m is what the place is good for.
-- Ages are years, [age_from, age_to). No checks and no defaults: the police path does not name these columns and pays nothing for them.
alter table event
  add column placed_by   "char",
  add column precision_m integer,
  add column age_from    smallint,
  add column age_to      smallint;

-- Postcodes, live and terminated: a terminated one finds the place of an old event.
create table postcode (
  pcd                 text primary key check (pcd ~ '^[A-Z0-9]{5,7}$'),  -- no space: CT91AA
  x                   integer,                      -- easting, metres; null = no grid reference, or not in Great Britain
  y                   integer,
  lsoa11              text,
  lsoa21              text,
  introduced_month_no smallint,                     -- year * 12 + month - 1; null = not stated
  terminated_month_no smallint,                     -- null = live
  quality             smallint not null,            -- 1 within the building ... 9 none, as in the ONS Postcode Directory
  batch_id            integer not null,
  check ((x is null) = (y is null))
);

create table uprn (
  uprn     bigint primary key,
  x        integer not null,
  y        integer not null,
  batch_id integer not null
);

-- Premises, licensed homes, services: what is at a place, from a register that is replaced whole.
create table place (
  batch_id    integer not null,
  row_no      integer not null,                     -- line of the file, for tracing back
  dataset_id  smallint not null,
  category_id smallint not null,
  name        text,                                 -- of a business or a service; never of a person
  x           integer,
  y           integer,
  ward_id     integer,
  lsoa_id     integer,
  ward_method "char",                               -- as in event
  lsoa_method "char",
  placed_by   "char" check (placed_by in ('c', 'g', 'o', 'u', 'l', 'w')),
  precision_m integer check (precision_m > 0),
  valid_from  date,                                 -- [valid_from, valid_to)
  valid_to    date,
  attributes  jsonb not null default '{}'::jsonb,   -- by kind: alcohol, hours, occupants ...
  primary key (batch_id, row_no),
  check ((x is null) = (y is null))
);
create index place_cover on place (dataset_id, category_id) include (x, y, ward_id, lsoa_id);

-- Counts that a partner has added up: children placed, missing episodes, outcomes of crimes. Never a row a person.
create table area_count (
  dataset_id    smallint not null,
  batch_id      integer not null,
  row_no        integer not null,
  period_from   date not null,                      -- [period_from, period_to); a day for a count at a date
  period_to     date not null,
  family        text not null,
  boundary_year smallint not null,
  code          text not null,
  measure       text not null,                      -- children-placed, missing-episodes, outcomes
  dimensions    jsonb not null,                     -- {"placing_authority": "London", ...}; a dimension left out is a total
  count         integer check (count >= 0),         -- null: hidden by who supplied it
  suppressed    boolean not null,
  primary key (batch_id, row_no),
  check (period_to > period_from),
  check (suppressed = (count is null))
);
create index area_count_cover on area_count (dataset_id, measure, family, boundary_year, period_from);

-- How the columns of one source's sheet are read: confirmed once, used again next month.
create table column_map (
  kind       text not null,
  source     text not null,
  map        jsonb not null,
  saved_by   text not null,
  saved_at   timestamptz not null default now(),
  primary key (kind, source)
);

-- Known changes of recording: a break in a series that is no change in what happened.
create table recording_note (
  note_id       integer generated always as identity primary key,
  layer         text not null,
  supplier      text,                               -- null: every supplier
  category      text,                               -- slug; null: every category
  from_month_no smallint not null,
  to_month_no   smallint not null,                  -- inclusive
  note          text not null check (note <> ''),
  batch_id      integer not null references import_batch,
  check (to_month_no >= from_month_no)
);

-- Points where records pile up for a reason that is not the street: a police station, a hospital, a prison.
create table point_note (
  note_id  integer generated always as identity primary key,
  x        integer not null,
  y        integer not null,
  radius_m integer not null check (radius_m > 0),
  note     text not null check (note <> ''),
  batch_id integer not null references import_batch
);
