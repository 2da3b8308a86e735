-- Datasets. The owner is a user, or the UUID under which somebody without a key works.
create table datasets (
  seq         integer primary key,
  id          text    not null unique,
  owner       text    not null,
  type        text    not null,
  format      text    not null,
  name        text    not null,
  description text    not null,
  version     text    not null,
  logo        text    not null,
  created_at  integer not null,
  modified_at integer not null
) strict;
create index datasets_by_date on datasets (owner, modified_at, seq);
create index datasets_by_name on datasets (owner, (name || ':' || version), seq);

create table dataset_files (
  dataset_id text    not null references datasets (id) on delete cascade,
  path       text    not null,
  sha256     text    not null references blobs (sha256),
  size       integer not null,
  primary key (dataset_id, path)
) strict, without rowid;
create index dataset_files_by_blob on dataset_files (sha256);

-- Which dataset a session brings files to; one that is yet to be made has a type and a format.
create table dataset_sessions (
  session_id text    not null primary key references sessions (id) on delete cascade,
  dataset_id text    not null,
  owner      text    not null,
  type       text    not null,
  format     text    not null
) strict, without rowid;

-- What the next action is to do, of a dataset or a model.
create table specs (
  handler text    not null,
  action  text    not null,
  spec    text    not null,
  primary key (handler, action)
) strict, without rowid;

drop view blob_uses;
create view blob_uses (sha256) as
  select sha256 from version_files
  union all select sha256 from stored_files
  union all select sha256 from tool_files
  union all select sha256 from dataset_files;

-- What a model is for those who train it; one that was only imported has no row.
create table model_settings (
  model_id       text    primary key references models (id) on delete cascade,
  title          text    not null,
  version        text    not null,
  logo           text    not null,
  network_arch   text    not null,
  ngc_path       text    not null,
  encryption_key text    not null,
  read_only      integer not null,
  automl         text    not null,
  modified_at    integer not null
) strict, without rowid;

-- The datasets and pretrained models that a model is trained with.
create table model_references (
  model_id text    not null references models (id) on delete cascade,
  role     text    not null,
  position integer not null,
  target   text    not null,
  primary key (model_id, role, position)
) strict, without rowid;
create index model_references_by_target on model_references (target);

-- Jobs that do an action on a dataset or a model; how each stands is told by its job.
create table action_jobs (
  seq       integer primary key,
  id        text    not null unique references jobs (id) on delete cascade,
  handler   text    not null,
  action    text    not null,
  parent_id text
) strict;
create index action_jobs_by_handler on action_jobs (handler, seq);
create index action_jobs_by_parent on action_jobs (parent_id) where parent_id is not null;
