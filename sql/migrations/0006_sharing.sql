-- Sharing: under which record a partner's dataset is held and until when, how a batch ends, and what was deleted.
-- Runs on PostgreSQL 15 and on the embedded PostgreSQL 18.

-- A record of sharing as it was registered. A change is a new version; datasets follow the newest.
create table sharing_record (
  sharing_id              integer generated always as identity primary key,
  reference               text not null check (reference <> ''),     -- the partnership's own number
  version                 smallint not null check (version >= 1),
  record_type             text not null check (record_type in ('one-off', 'repeat')),
  agreement               text not null check (agreement <> ''),     -- the protocol it is made under
  owner                   text not null check (owner <> ''),         -- the partner whose data it is
  lawful_basis            text not null check (lawful_basis <> ''),
  purpose                 text not null check (purpose <> ''),
  expires_on              date not null,                             -- last day that the data may be used
  retention_months        smallint not null check (retention_months between 1 and 600),  -- each batch is kept so long from its import
  retain_until            date,                                      -- nothing is kept past this day, whatever its age
  permitted_roles         text[] not null check (cardinality(permitted_roles) > 0),
  permitted_organisations text[] not null check (cardinality(permitted_organisations) > 0),   -- slugs
  reshare_allowed         boolean not null,
  sensitivity_class       text not null check (sensitivity_class in ('open', 'partner-crime', 'health', 'children-probation', 'housing')),
  registered_by           text not null,
  registered_at           timestamptz not null default now(),
  unique (reference, version)
);
alter table dataset add column sharing_id integer references sharing_record;

-- How and why a batch ended, where somebody ended it. ended_version is the data version that it raised.
alter table import_batch
  add column ended_at      timestamptz,
  add column ended_by      text,
  add column ended_reason  text,
  add column ended_version bigint;

-- Datasets that may be shown and computed with: synthetic and open ones, and those whose record has not run out in the United Kingdom.
create view usable_dataset as
select d.dataset_id
from dataset d
where coalesce(d.agreement ->> 'expiresOn', '9999-12-31') >= to_char(now() at time zone 'Europe/London', 'YYYY-MM-DD');

-- What was deleted because its time was over: what, how many, when, who, why. Never changed.
create table purge_receipt (
  receipt_id   integer generated always as identity primary key,
  dataset_slug text not null,
  batch_id     integer not null,
  file_name    text not null,
  file_sha256  text not null,
  imported_at  timestamptz not null,
  rows_deleted jsonb not null,                      -- {"event": 1200}
  reason       text not null,
  sharing_reference text,
  purged_by    text not null,
  purged_at    timestamptz not null default now()
);
create trigger purge_receipt_written_once before update or delete on purge_receipt for each row execute function refuse_change();
create trigger sharing_record_written_once before update on sharing_record for each row execute function refuse_change();

-- Frozen results that name a dataset of which a batch has been withdrawn or purged since, or that may rest on reference data that has.
create view stale_frozen_result as
select f.sha256, b.batch_id, d.slug as dataset_slug, b.ended_at, b.ended_reason
from frozen_result f
join import_batch b on b.ended_at > f.frozen_at and b.imported_at <= f.frozen_at
join dataset d on d.dataset_id = b.dataset_id
where d.layer is null or exists (
  select from jsonb_array_elements(coalesce(f.body::jsonb #> '{inputs,sources}', '[]'::jsonb)) s where s ->> 'dataset' = d.slug);
