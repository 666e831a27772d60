-- The schema that sql/migrations make, for reading and for review. Written by REGEN=1 npx vitest run tests/sql/schema.test.ts

create table account (
  account_id integer not null generated always as identity,
  username text not null,
  display_name text not null,
  organisation_id integer not null,
  roles text[] not null,
  password_hash text,
  must_change_password boolean not null default false,
  totp_secret text,
  totp_confirmed_at timestamp with time zone,
  totp_last_step bigint,
  failed_attempts integer not null default 0,
  locked_until timestamp with time zone,
  disabled_at timestamp with time zone,
  provider_issuer text,
  provider_subject text,
  demonstration boolean not null default false,
  created_at timestamp with time zone not null default now(),
  initial_password_until timestamp with time zone,
  totp_pending text,
  CHECK (((provider_issuer IS NULL) = (provider_subject IS NULL))),
  CHECK (((username = lower(username)) AND (username <> ''::text))),
  CHECK ((display_name <> ''::text)),
  CHECK ((failed_attempts >= 0)),
  CHECK ((roles <@ ARRAY['viewer'::text, 'analyst'::text, 'placement-requester'::text, 'data-steward'::text, 'auditor'::text, 'administrator'::text])),
  FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  PRIMARY KEY (account_id),
  UNIQUE (provider_issuer, provider_subject),
  UNIQUE (username)
);

create table api_token (
  token_id integer not null generated always as identity,
  account_id integer not null,
  name text not null,
  token_hash text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  CHECK ((cardinality(scopes) > 0)),
  CHECK ((name <> ''::text)),
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE,
  PRIMARY KEY (token_id),
  UNIQUE (token_hash)
);
CREATE INDEX api_token_account ON public.api_token USING btree (account_id);

create table area (
  area_id integer not null generated always as identity,
  area_set_id integer not null,
  code text not null,
  boundary_year smallint not null,
  name text not null,
  district_code text,
  area_m2 double precision,
  geom geometry(MultiPolygon,27700),
  batch_id integer,
  CHECK (((geom IS NULL) OR (st_isvalid(geom) AND (NOT st_isempty(geom))))),
  CHECK ((area_m2 > (0)::double precision)),
  FOREIGN KEY (area_set_id) REFERENCES area_set(area_set_id),
  FOREIGN KEY (batch_id) REFERENCES import_batch(batch_id),
  PRIMARY KEY (area_id),
  UNIQUE (area_set_id, code)
);
CREATE INDEX area_code ON public.area USING btree (code, boundary_year);
CREATE INDEX area_geom ON public.area USING gist (geom);

create table area_count (
  dataset_id smallint not null,
  batch_id integer not null,
  row_no integer not null,
  period_from date not null,
  period_to date not null,
  family text not null,
  boundary_year smallint not null,
  code text not null,
  measure text not null,
  dimensions jsonb not null,
  count integer,
  suppressed boolean not null,
  CHECK ((count >= 0)),
  CHECK ((period_to > period_from)),
  CHECK ((suppressed = (count IS NULL))),
  PRIMARY KEY (batch_id, row_no)
);
CREATE INDEX area_count_cover ON public.area_count USING btree (dataset_id, measure, family, boundary_year, period_from);

create table area_lookup (
  from_family text not null,
  from_year smallint not null,
  from_code text not null,
  to_family text not null,
  to_year smallint not null,
  to_code text not null,
  change_code text,
  batch_id integer not null,
  FOREIGN KEY (batch_id) REFERENCES import_batch(batch_id),
  PRIMARY KEY (from_family, from_year, from_code, to_family, to_year, to_code)
);
CREATE INDEX area_lookup_to ON public.area_lookup USING btree (to_family, to_year, to_code);

create table area_measure (
  dataset_id integer not null,
  batch_id integer not null,
  family text not null,
  boundary_year smallint not null,
  code text not null,
  measure text not null,
  reference_year smallint not null,
  age_from smallint not null default 0,
  age_to smallint not null default 999,
  sex text not null default 'all'::text,
  value double precision not null,
  CHECK ((sex = ANY (ARRAY['all'::text, 'female'::text, 'male'::text]))),
  FOREIGN KEY (batch_id) REFERENCES import_batch(batch_id),
  FOREIGN KEY (dataset_id) REFERENCES dataset(dataset_id),
  PRIMARY KEY (measure, family, code, boundary_year, reference_year, age_from, age_to, sex, dataset_id)
);
CREATE INDEX area_measure_batch ON public.area_measure USING btree (batch_id);

create table area_set (
  area_set_id integer not null generated always as identity,
  level text not null,
  family text not null,
  boundary_year smallint not null,
  vertex_spacing_m double precision,
  simplified boolean,
  CHECK (((boundary_year >= 1970) AND (boundary_year <= 2100))),
  CHECK ((family ~ '^[a-z]+$'::text)),
  CHECK ((level = ANY (ARRAY['ward'::text, 'lsoa'::text, 'msoa'::text, 'district'::text]))),
  PRIMARY KEY (area_set_id),
  UNIQUE (family, boundary_year)
);

create table audit_entry (
  seq bigint not null,
  audit_id uuid not null,
  recorded_at timestamp with time zone not null,
  action text not null,
  outcome text not null,
  account_id integer,
  username text,
  organisation text,
  roles text,
  via text,
  address text,
  datasets text,
  data_version bigint,
  area text,
  period text,
  filters text,
  format text,
  marking text,
  reason text,
  subject text,
  previous_hash text not null,
  hash text not null,
  CHECK ((outcome = ANY (ARRAY['ok'::text, 'refused'::text, 'failed'::text]))),
  PRIMARY KEY (seq),
  UNIQUE (audit_id)
);
CREATE INDEX audit_entry_time ON public.audit_entry USING btree (recorded_at);
CREATE INDEX audit_entry_use ON public.audit_entry USING btree (organisation, area) WHERE (action ~~ 'figures.%'::text);
CREATE TRIGGER audit_chain BEFORE INSERT ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE TRIGGER audit_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

create table audit_head (
  only_row boolean not null default true,
  seq bigint not null,
  hash text not null,
  CHECK (only_row),
  PRIMARY KEY (only_row)
);

create table category (
  category_id smallint not null generated always as identity,
  layer text not null,
  slug text not null,
  label text not null,
  PRIMARY KEY (category_id),
  UNIQUE (layer, slug)
);

create table column_map (
  kind text not null,
  source text not null,
  map jsonb not null,
  saved_by text not null,
  saved_at timestamp with time zone not null default now(),
  PRIMARY KEY (kind, source)
);

create table composite_profile (
  profile_id integer not null generated always as identity,
  slug text not null,
  version integer not null,
  title text not null,
  note text not null,
  recipe jsonb not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  CHECK ((version >= 1)),
  PRIMARY KEY (profile_id),
  UNIQUE (slug, version)
);
CREATE TRIGGER composite_profile_written_once BEFORE UPDATE ON public.composite_profile FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table data_version (
  only_row boolean not null default true,
  version bigint not null default 0,
  changed_at timestamp with time zone not null default now(),
  CHECK (only_row),
  PRIMARY KEY (only_row)
);

create table dataset (
  dataset_id integer not null generated always as identity,
  slug text not null,
  title text not null,
  kind text not null,
  layer text,
  location_precision text not null,
  time_precision text not null,
  sensitivity_class text not null,
  owner text not null,
  licence text not null,
  attribution text not null,
  agreement jsonb not null default '{}'::jsonb,
  synthetic boolean not null default false,
  created_at timestamp with time zone not null default now(),
  context_only boolean not null default false,
  sharing_id integer,
  CHECK (((layer IS NULL) OR ((location_precision <> 'none'::text) AND (time_precision <> 'none'::text)))),
  CHECK ((location_precision = ANY (ARRAY['exact'::text, 'snapped'::text, 'postcode'::text, 'lsoa'::text, 'ward'::text, 'district'::text, 'none'::text]))),
  CHECK ((sensitivity_class = ANY (ARRAY['open'::text, 'partner-crime'::text, 'health'::text, 'children-probation'::text, 'housing'::text]))),
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  CHECK ((time_precision = ANY (ARRAY['minute'::text, 'hour'::text, 'day'::text, 'month'::text, 'year'::text, 'none'::text]))),
  FOREIGN KEY (sharing_id) REFERENCES sharing_record(sharing_id),
  PRIMARY KEY (dataset_id),
  UNIQUE (slug)
);

create table event (
  batch_id integer not null,
  row_no integer not null,
  dataset_id smallint not null,
  category_id smallint not null,
  month_no smallint not null,
  occurred_from timestamp without time zone not null,
  occurred_to timestamp without time zone not null,
  x integer,
  y integer,
  ward_id integer,
  lsoa_id integer,
  ward_method "char",
  lsoa_method "char",
  place_id integer,
  outcome_id smallint,
  geom geometry(Point,27700) generated always as (st_setsrid(st_makepoint((x)::double precision, (y)::double precision), 27700)) stored,
  placed_by "char",
  precision_m integer,
  age_from smallint,
  age_to smallint,
  CHECK (((x IS NULL) = (y IS NULL))),
  CHECK ((occurred_to > occurred_from))
);
CREATE INDEX event_cover ON public.event USING btree (dataset_id, month_no, category_id) INCLUDE (x, y, ward_id, lsoa_id);

create table frozen_inputs (
  sha256 text not null,
  body text not null,
  FOREIGN KEY (sha256) REFERENCES frozen_result(sha256),
  PRIMARY KEY (sha256)
);
CREATE TRIGGER frozen_inputs_written_once BEFORE UPDATE ON public.frozen_inputs FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table frozen_result (
  sha256 text not null,
  kind text not null,
  title text not null,
  data_version bigint not null,
  body text not null,
  frozen_by text not null,
  frozen_at timestamp with time zone not null default now(),
  inputs jsonb generated always as (((body)::jsonb -> 'inputs'::text)) stored,
  CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  PRIMARY KEY (sha256)
);
CREATE INDEX frozen_result_newest ON public.frozen_result USING btree (frozen_at DESC);
CREATE TRIGGER frozen_result_written_once BEFORE UPDATE ON public.frozen_result FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table import_batch (
  batch_id integer not null generated always as identity,
  dataset_id integer not null,
  supplier text not null,
  month_no smallint,
  file_name text not null,
  file_sha256 text not null,
  file_bytes bigint not null,
  rows_read integer not null,
  rows_accepted integer not null,
  rows_rejected integer not null,
  rows_duplicate integer not null,
  rows_not_mapped integer not null default 0,
  report jsonb not null,
  state text not null default 'live'::text,
  replaced_by integer,
  imported_by text not null,
  imported_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  ended_by text,
  ended_reason text,
  ended_version bigint,
  CHECK (((state = 'replaced'::text) = (replaced_by IS NOT NULL))),
  CHECK ((file_bytes >= 0)),
  CHECK ((file_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((rows_accepted >= 0)),
  CHECK ((rows_duplicate >= 0)),
  CHECK ((rows_not_mapped >= 0)),
  CHECK ((rows_read = ((rows_accepted + rows_rejected) + rows_duplicate))),
  CHECK ((rows_read >= 0)),
  CHECK ((rows_rejected >= 0)),
  CHECK ((state = ANY (ARRAY['live'::text, 'replaced'::text, 'withdrawn'::text]))),
  FOREIGN KEY (dataset_id) REFERENCES dataset(dataset_id),
  FOREIGN KEY (replaced_by) REFERENCES import_batch(batch_id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (batch_id)
);
CREATE INDEX import_batch_dataset ON public.import_batch USING btree (dataset_id, state);
CREATE UNIQUE INDEX import_batch_live_month ON public.import_batch USING btree (dataset_id, supplier, month_no) WHERE ((state = 'live'::text) AND (month_no IS NOT NULL));
CREATE TRIGGER import_batch_withdrawn AFTER UPDATE OF state ON public.import_batch FOR EACH ROW WHEN ((new.state = 'withdrawn'::text)) EXECUTE FUNCTION forget_frozen_inputs();

create table organisation (
  organisation_id integer not null generated always as identity,
  slug text not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  CHECK ((name <> ''::text)),
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  PRIMARY KEY (organisation_id),
  UNIQUE (slug)
);

create table outcome (
  outcome_id smallint not null generated always as identity,
  label text not null,
  PRIMARY KEY (outcome_id),
  UNIQUE (label)
);

create table place (
  batch_id integer not null,
  row_no integer not null,
  dataset_id smallint not null,
  category_id smallint not null,
  name text,
  x integer,
  y integer,
  ward_id integer,
  lsoa_id integer,
  ward_method "char",
  lsoa_method "char",
  placed_by "char",
  precision_m integer,
  valid_from date,
  valid_to date,
  attributes jsonb not null default '{}'::jsonb,
  CHECK (((x IS NULL) = (y IS NULL))),
  CHECK ((placed_by = ANY (ARRAY['c'::"char", 'g'::"char", 'o'::"char", 'u'::"char", 'l'::"char", 'w'::"char"]))),
  CHECK ((precision_m > 0)),
  PRIMARY KEY (batch_id, row_no)
);
CREATE INDEX place_cover ON public.place USING btree (dataset_id, category_id) INCLUDE (x, y, ward_id, lsoa_id);

create table place_name (
  place_id integer not null,
  name text not null,
  PRIMARY KEY (place_id),
  UNIQUE (name)
);

create table point_note (
  note_id integer not null generated always as identity,
  x integer not null,
  y integer not null,
  radius_m integer not null,
  note text not null,
  batch_id integer not null,
  CHECK ((note <> ''::text)),
  CHECK ((radius_m > 0)),
  FOREIGN KEY (batch_id) REFERENCES import_batch(batch_id),
  PRIMARY KEY (note_id)
);

create table postcode (
  pcd text not null,
  x integer,
  y integer,
  lsoa11 text,
  lsoa21 text,
  introduced_month_no smallint,
  terminated_month_no smallint,
  quality smallint not null,
  batch_id integer not null,
  CHECK (((x IS NULL) = (y IS NULL))),
  CHECK ((pcd ~ '^[A-Z0-9]{5,7}$'::text)),
  PRIMARY KEY (pcd)
);

create table provider_sign_in (
  state_hash text not null,
  browser_hash text not null,
  nonce text not null,
  code_verifier text not null,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (state_hash)
);

create table purge_receipt (
  receipt_id integer not null generated always as identity,
  dataset_slug text not null,
  batch_id integer not null,
  file_name text not null,
  file_sha256 text not null,
  imported_at timestamp with time zone not null,
  rows_deleted jsonb not null,
  reason text not null,
  sharing_reference text,
  purged_by text not null,
  purged_at timestamp with time zone not null default now(),
  PRIMARY KEY (receipt_id)
);
CREATE TRIGGER purge_receipt_written_once BEFORE DELETE OR UPDATE ON public.purge_receipt FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table query_history (
  query_id bigint not null generated always as identity,
  asked_at timestamp with time zone not null default now(),
  account_id integer not null,
  layer text not null,
  data_version bigint not null,
  asked jsonb not null,
  decision text not null,
  because text not null,
  isolates jsonb,
  CHECK ((decision = ANY (ARRAY['allow'::text, 'coarsen'::text, 'refuse'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(account_id),
  PRIMARY KEY (query_id)
);
CREATE INDEX query_history_asker ON public.query_history USING btree (account_id, layer, query_id DESC);

create table recording_note (
  note_id integer not null generated always as identity,
  layer text not null,
  supplier text,
  category text,
  from_month_no smallint not null,
  to_month_no smallint not null,
  note text not null,
  batch_id integer not null,
  CHECK ((note <> ''::text)),
  CHECK ((to_month_no >= from_month_no)),
  FOREIGN KEY (batch_id) REFERENCES import_batch(batch_id),
  PRIMARY KEY (note_id)
);

create table recovery_code (
  account_id integer not null,
  code_hash text not null,
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, code_hash)
);

create table saved_item (
  item_id integer not null generated always as identity,
  kind text not null,
  account_id integer not null,
  organisation_id integer not null,
  shared_with text not null default 'own'::text,
  latest_version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  CHECK ((kind = ANY (ARRAY['view'::text, 'briefing'::text, 'study-area'::text, 'operation'::text]))),
  CHECK ((latest_version >= 1)),
  CHECK ((shared_with = ANY (ARRAY['own'::text, 'organisation'::text, 'everyone'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(account_id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(organisation_id),
  PRIMARY KEY (item_id)
);
CREATE INDEX saved_item_list ON public.saved_item USING btree (kind, organisation_id) WHERE (removed_at IS NULL);

create table saved_item_version (
  item_id integer not null,
  version integer not null,
  name text not null,
  description text not null default ''::text,
  body jsonb not null,
  saved_by integer not null,
  saved_at timestamp with time zone not null default now(),
  CHECK (((name <> ''::text) AND (length(name) <= 120))),
  CHECK ((length(description) <= 2000)),
  CHECK ((version >= 1)),
  FOREIGN KEY (item_id) REFERENCES saved_item(item_id),
  FOREIGN KEY (saved_by) REFERENCES account(account_id),
  PRIMARY KEY (item_id, version)
);

create table schema_migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

create table session (
  session_id integer not null generated always as identity,
  token_hash text not null,
  account_id integer not null,
  via text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  device text not null default 'An unknown browser'::text,
  network text,
  CHECK ((device <> ''::text)),
  CHECK ((via = ANY (ARRAY['password'::text, 'single-sign-on'::text, 'demonstration'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE,
  PRIMARY KEY (session_id),
  UNIQUE (token_hash)
);
CREATE INDEX session_account ON public.session USING btree (account_id);

create table sharing_record (
  sharing_id integer not null generated always as identity,
  reference text not null,
  version smallint not null,
  record_type text not null,
  agreement text not null,
  owner text not null,
  lawful_basis text not null,
  purpose text not null,
  expires_on date not null,
  retention_months smallint not null,
  retain_until date,
  permitted_roles text[] not null,
  permitted_organisations text[] not null,
  reshare_allowed boolean not null,
  sensitivity_class text not null,
  registered_by text not null,
  registered_at timestamp with time zone not null default now(),
  CHECK (((retention_months >= 1) AND (retention_months <= 600))),
  CHECK ((agreement <> ''::text)),
  CHECK ((cardinality(permitted_organisations) > 0)),
  CHECK ((cardinality(permitted_roles) > 0)),
  CHECK ((lawful_basis <> ''::text)),
  CHECK ((owner <> ''::text)),
  CHECK ((purpose <> ''::text)),
  CHECK ((record_type = ANY (ARRAY['one-off'::text, 'repeat'::text]))),
  CHECK ((reference <> ''::text)),
  CHECK ((sensitivity_class = ANY (ARRAY['open'::text, 'partner-crime'::text, 'health'::text, 'children-probation'::text, 'housing'::text]))),
  CHECK ((version >= 1)),
  PRIMARY KEY (sharing_id),
  UNIQUE (reference, version)
);
CREATE TRIGGER sharing_record_written_once BEFORE UPDATE ON public.sharing_record FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table supply_month (
  dataset_id integer not null,
  supplier text not null,
  month_no smallint not null,
  status text not null,
  events integer not null,
  expected_events double precision,
  reason text not null default ''::text,
  CHECK ((events >= 0)),
  CHECK ((status = ANY (ARRAY['supplied'::text, 'under-supplied'::text, 'over-supplied'::text]))),
  FOREIGN KEY (dataset_id) REFERENCES dataset(dataset_id),
  PRIMARY KEY (dataset_id, supplier, month_no)
);

create table uprn (
  uprn bigint not null,
  x integer not null,
  y integer not null,
  batch_id integer not null,
  PRIMARY KEY (uprn)
);

create table weight_row (
  weight_set_id integer not null,
  category text not null,
  weight double precision,
  low double precision,
  high double precision,
  quality text not null,
  victim_reported boolean not null,
  source text not null,
  source_year smallint not null,
  note text not null,
  CHECK ((((weight IS NULL) = (low IS NULL)) AND ((weight IS NULL) = (high IS NULL)))),
  CHECK (((low <= weight) AND (weight <= high))),
  CHECK ((low >= (0)::double precision)),
  CHECK ((quality = ANY (ARRAY['published'::text, 'derived'::text, 'crude'::text, 'local'::text]))),
  CHECK ((weight >= (0)::double precision)),
  FOREIGN KEY (weight_set_id) REFERENCES weight_set(weight_set_id),
  PRIMARY KEY (weight_set_id, category)
);
CREATE TRIGGER weight_row_written_once BEFORE UPDATE ON public.weight_row FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table weight_set (
  weight_set_id integer not null generated always as identity,
  slug text not null,
  version integer not null,
  title text not null,
  unit text not null,
  layer text not null,
  method text not null,
  source text not null,
  source_year smallint not null,
  significant_digits smallint not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  CHECK (((significant_digits >= 1) AND (significant_digits <= 6))),
  CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  CHECK ((version >= 1)),
  PRIMARY KEY (weight_set_id),
  UNIQUE (slug, version)
);
CREATE TRIGGER weight_set_written_once BEFORE UPDATE ON public.weight_set FOR EACH ROW EXECUTE FUNCTION refuse_change();
