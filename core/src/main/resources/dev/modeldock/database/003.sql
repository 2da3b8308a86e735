-- Files that users sent, each for a while. The blob of a sealed one is encrypted, since secrets are in it.
create table stored_files (
  id         text    primary key,
  place      text    not null unique,
  user_name  text    not null,
  context    text    not null,
  file_name  text    not null,
  sha256     text    not null references blobs (sha256),
  size       integer not null,
  sealed     integer not null default 0,
  created_at integer not null,
  expires_at integer not null
) strict;
create index stored_files_by_blob on stored_files (sha256);
create index stored_files_by_expiry on stored_files (expires_at);

-- What became of a session that brought no model.
alter table sessions add column file_id text not null default '';

create table tools (
  seq        integer primary key,
  id         text    not null unique,
  owner      text    not null,
  name       text    not null collate nocase,
  current    integer not null,
  created_at integer not null,
  updated_at integer not null,
  unique (owner, name)
) strict;
create index tools_by_owner on tools (owner, seq);

-- A version never changes. The values of its secure variables are sealed.
create table tool_versions (
  id         integer primary key,
  tool_id    text    not null references tools (id) on delete cascade,
  number     integer not null,
  digest     text    not null,
  flow_id    text    not null,
  secrets    blob    not null,
  origin     text    not null,
  created_by text    not null,
  created_at integer not null,
  unique (tool_id, number)
) strict;

create table tool_files (
  version_id integer not null references tool_versions (id) on delete cascade,
  name       text    not null,
  sha256     text    not null references blobs (sha256),
  primary key (version_id, name)
) strict, without rowid;
create index tool_files_by_blob on tool_files (sha256);

-- Everything that needs a blob: one that is not here may be deleted.
create view blob_uses (sha256) as
  select sha256 from version_files
  union all select sha256 from stored_files
  union all select sha256 from tool_files;
