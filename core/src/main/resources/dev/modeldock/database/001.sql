-- Instants are milliseconds since 1970 UTC. JSON columns hold what only people and runners read.

create table users (
  id         integer primary key,
  name       text    not null collate nocase unique,
  created_at integer not null
) strict;

create table keys (
  id           text    primary key,
  name         text    not null,
  user_name    text    not null references users (name),
  hash         blob    not null unique,
  scopes       text    not null,
  created_at   integer not null,
  last_used_at integer,
  revoked_at   integer,
  expires_at   integer
) strict;
create index keys_by_user on keys (user_name);

-- Made once, at random, by the first start; signs download URLs.
create table secrets (
  name  text primary key,
  value blob not null
) strict;

create table blobs (
  sha256     text    primary key,
  size       integer not null,
  crc32      integer not null,
  created_at integer not null
) strict, without rowid;

-- Blobs that are being renamed into place: what a kill leaves here has no owner yet.
create table blob_arrivals (
  sha256 text primary key
) strict, without rowid;

create table pickle_scans (
  sha256     text    primary key,
  scan       text    not null,
  scanned_at integer not null
) strict, without rowid;

create table models (
  seq         integer primary key,
  id          text    not null unique,
  namespace   text    not null collate nocase,
  name        text    not null collate nocase,
  owner       text    not null,
  access      text    not null default 'public' check (access in ('public', 'private', 'gated')),
  description text    not null default '',
  source      text    not null,
  created_at  integer not null,
  updated_at  integer not null,
  unique (namespace, name)
) strict;

create table model_ids (
  id       text    primary key,
  model_id text    not null references models (id) on delete cascade
) strict, without rowid;
create index model_ids_by_model on model_ids (model_id);

create table model_names (
  namespace text not null collate nocase,
  name      text not null collate nocase,
  model_id  text not null references models (id) on delete cascade,
  primary key (namespace, name)
) strict, without rowid;
create index model_names_by_model on model_names (model_id);

create virtual table model_search using fts5 (
  name, description, content = '', contentless_delete = 1, tokenize = 'trigram'
);
create trigger models_added after insert on models begin
  insert into model_search (rowid, name, description)
  values (new.seq, new.namespace || '/' || new.name, new.description);
end;
create trigger models_changed after update of namespace, name, description on models begin
  delete from model_search where rowid = old.seq;
  insert into model_search (rowid, name, description)
  values (new.seq, new.namespace || '/' || new.name, new.description);
end;
create trigger models_removed after delete on models begin
  delete from model_search where rowid = old.seq;
end;

create table versions (
  id         integer primary key,
  model_id   text    not null references models (id) on delete cascade,
  commit_id  text    not null,
  profile    text    not null,
  facts      text    not null,
  origin     text    not null,
  bytes      integer not null,
  file_count integer not null,
  created_by text    not null,
  created_at integer not null,
  unique (model_id, commit_id)
) strict;

create table version_files (
  version_id integer not null references versions (id) on delete cascade,
  path       text    not null,
  sha256     text    not null references blobs (sha256),
  size       integer not null,
  primary key (version_id, path)
) strict, without rowid;
create index version_files_by_blob on version_files (sha256);

create table aliases (
  model_id   text    not null references models (id) on delete cascade,
  alias      text    not null,
  version_id integer not null references versions (id) on delete cascade,
  updated_at integer not null,
  primary key (model_id, alias)
) strict, without rowid;
create index aliases_by_version on aliases (version_id);

create table archive_lengths (
  version_id integer not null references versions (id) on delete cascade,
  format     text    not null,
  root       text    not null,
  length     integer not null,
  primary key (version_id, format, root)
) strict, without rowid;

create table sessions (
  seq          integer primary key,
  id           text    not null unique,
  model_id     text    not null unique,
  user_name    text    not null,
  state        text    not null,
  context      text    not null,
  file_name    text    not null,
  extension    text    not null,
  file_size    integer not null,
  total_chunks integer not null,
  adapter      integer not null,
  allow_unsafe integer not null,
  base_model   text    not null,
  sha256       text    not null,
  job_id       text    not null default '',
  created_at   integer not null,
  expires_at   integer not null
) strict;
create index sessions_by_state on sessions (state, expires_at);

create table jobs (
  seq         integer primary key,
  id          text    not null unique,
  kind        text    not null,
  state       text    not null,
  user_name   text    not null,
  source      text    not null,
  tag         text    not null,
  model_id    text    not null default '',
  staging     text    not null,
  plan        text    not null,
  result      text    not null default '{}',
  phase       text    not null default '',
  bytes_done  integer not null default 0,
  bytes_total integer not null default 0,
  attempts    integer not null default 0,
  not_before  integer not null,
  problem     text    not null default '',
  message     text    not null default '',
  created_at  integer not null,
  updated_at  integer not null,
  started_at  integer,
  ended_at    integer
) strict;
create index jobs_waiting on jobs (kind, not_before) where state = 'PENDING';
create index jobs_by_state on jobs (state, seq);
create index jobs_by_user on jobs (user_name, seq);
create index jobs_by_creation on jobs (created_at, seq);
create index jobs_by_end on jobs (ended_at) where ended_at is not null;
