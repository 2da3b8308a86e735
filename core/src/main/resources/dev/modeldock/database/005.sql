-- What is in a dataset, as its conversion told it.
create table dataset_classes (
  dataset_id text    not null references datasets (id) on delete cascade,
  position   integer not null,
  class      text    not null,
  primary key (dataset_id, position)
) strict, without rowid;

-- Who wants an unfinished job to be cancelled; it may take a while, and a restart, until it is.
alter table jobs add column canceled_by text not null default '';

-- Lists are read in the order of an index that has all that filters look at, so rows that are passed over are not
-- fetched. Every key below is a column, since SQLite seeks a place among equal keys by columns only.
alter table datasets add column label text generated always as (name || ':' || version) virtual;
drop index datasets_by_name;
create index datasets_by_label on datasets (owner, label, seq);
create index datasets_of_name_by_date on datasets (owner, name, modified_at, seq, type);
create index datasets_of_name_by_label on datasets (owner, name, label, seq, type);
create index datasets_of_type_by_date on datasets (owner, type, modified_at, seq, name);
create index datasets_of_type_by_label on datasets (owner, type, label, seq, name);

-- When the job of an action changed, kept here too: the jobs of one handler are sorted by it.
alter table action_jobs add column updated_at integer not null default 0;
update action_jobs set updated_at = (select updated_at from jobs where jobs.id = action_jobs.id);
create trigger action_jobs_dated after update of updated_at on jobs begin
  update action_jobs set updated_at = new.updated_at where id = new.id;
end;
create index action_jobs_by_date on action_jobs (handler, updated_at, seq);
create index action_jobs_by_action on action_jobs (handler, action, seq);

-- What lists of models are filtered and sorted by, whether a model has settings or not. The scope is who sees it: its
-- owner, or, when it is empty, everybody.
create view model_listing (seq, scope, title, label, network_arch, read_only, modified_at) as
  select m.seq, case m.access when 'public' then '' else m.owner end, coalesce(s.title, m.name),
    coalesce(s.title, m.name) || ':' || coalesce(s.version, '1.0.0'), coalesce(s.network_arch, ''),
    coalesce(s.read_only, 0), coalesce(s.modified_at, m.updated_at)
  from models m left join model_settings s on s.model_id = m.id;
create table model_listings (
  seq          integer primary key,
  scope        text    not null,
  title        text    not null,
  label        text    not null,
  network_arch text    not null,
  read_only    integer not null,
  modified_at  integer not null
) strict;
insert into model_listings select * from model_listing;
create index model_listings_by_date on model_listings (scope, modified_at, seq);
create index model_listings_by_label on model_listings (scope, label, seq);
create index model_listings_of_title_by_date
  on model_listings (scope, title, modified_at, seq, network_arch, read_only);
create index model_listings_of_title_by_label
  on model_listings (scope, title, label, seq, network_arch, read_only);
create index model_listings_of_arch_by_date
  on model_listings (scope, network_arch, modified_at, seq, title, read_only);
create index model_listings_of_arch_by_label
  on model_listings (scope, network_arch, label, seq, title, read_only);
create index model_listings_of_read_only_by_date
  on model_listings (scope, read_only, modified_at, seq, title, network_arch);
create index model_listings_of_read_only_by_label
  on model_listings (scope, read_only, label, seq, title, network_arch);
create trigger models_listed after insert on models begin
  insert into model_listings select * from model_listing where seq = new.seq;
end;
create trigger models_relisted after update of name, owner, access, updated_at on models begin
  insert or replace into model_listings select * from model_listing where seq = new.seq;
end;
create trigger models_unlisted after delete on models begin
  delete from model_listings where seq = old.seq;
end;
create trigger model_settings_listed after insert on model_settings begin
  insert or replace into model_listings
  select * from model_listing where seq = (select seq from models where id = new.model_id);
end;
create trigger model_settings_relisted after update on model_settings begin
  insert or replace into model_listings
  select * from model_listing where seq = (select seq from models where id = new.model_id);
end;

-- The jobs of a dataset or a model go with it.
create trigger datasets_forget_jobs after delete on datasets begin
  delete from jobs where id in (select id from action_jobs where handler = old.id);
end;
create trigger models_forget_jobs after delete on models begin
  delete from jobs where id in (select id from action_jobs where handler = substr(old.id, 4));
end;
