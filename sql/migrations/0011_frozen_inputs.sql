-- What a frozen result was computed from, beside it: every question put to the database and its answer. The result itself names
-- what it is about in its member "inputs", kept as a column so that a list need not open every body.

alter table frozen_result add column inputs jsonb generated always as ((body::jsonb) -> 'inputs') stored;

-- Never handed out: it may hold more than the result shows. Written once, with the result.
create table frozen_inputs (
  sha256 text primary key references frozen_result,
  body   text not null
);
create trigger frozen_inputs_written_once before update on frozen_inputs for each row execute function refuse_change();
grant insert on frozen_inputs to wardlight_app;

create or replace view stale_frozen_result as
select f.sha256, b.batch_id, d.slug as dataset_slug, b.ended_at, b.ended_reason
from frozen_result f
join import_batch b on b.ended_at > f.frozen_at and b.imported_at <= f.frozen_at
join dataset d on d.dataset_id = b.dataset_id
where d.layer is null or exists (
  select from jsonb_array_elements(coalesce(f.inputs -> 'sources', '[]'::jsonb)) s where s ->> 'dataset' = d.slug);

-- A withdrawn file of data that is not open takes with it what was kept of it to compute results again. The results stay.
create function forget_frozen_inputs() returns trigger language plpgsql as $$
begin
  delete from frozen_inputs i
  using frozen_result f, dataset d
  where f.sha256 = i.sha256 and d.dataset_id = new.dataset_id and d.sensitivity_class <> 'open'
    and exists (
      select from jsonb_array_elements(coalesce(f.inputs -> 'sources', '[]'::jsonb)) s where s ->> 'dataset' = d.slug);
  return null;
end
$$;
create trigger import_batch_withdrawn after update of state on import_batch
  for each row when (new.state = 'withdrawn') execute function forget_frozen_inputs();
