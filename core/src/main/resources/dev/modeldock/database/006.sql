-- What Hugging Face clients ask for: models by the second part of a name, in the order of their last change, and which of
-- the aliases are tags.
create index models_by_short_name on models (name);
create index models_by_change on models (updated_at, seq);
alter table aliases add column tag integer not null default 0;

-- Large files that clients of hubs have sent and no commit has taken yet: blobs with an owner and a lifetime.
create table hub_uploads (
  user_name  text    not null,
  sha256     text    not null references blobs (sha256),
  size       integer not null,
  expires_at integer not null,
  primary key (user_name, sha256)
) strict, without rowid;
create index hub_uploads_by_blob on hub_uploads (sha256);
create index hub_uploads_by_expiry on hub_uploads (expires_at);

drop view blob_uses;
create view blob_uses (sha256) as
  select sha256 from version_files
  union all select sha256 from stored_files
  union all select sha256 from tool_files
  union all select sha256 from dataset_files
  union all select sha256 from hub_uploads;

-- Those that come in parts, each with its directory in staging, and the parts that are here.
create table hub_parted_uploads (
  staging    text    primary key,
  user_name  text    not null,
  sha256     text    not null,
  size       integer not null,
  expires_at integer not null
) strict, without rowid;
create index hub_parted_uploads_by_expiry on hub_parted_uploads (expires_at);

create table hub_parts (
  staging text    not null references hub_parted_uploads (staging) on delete cascade,
  number  integer not null,
  etag    text    not null,
  primary key (staging, number)
) strict, without rowid;
