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
