-- Git's name for the same bytes, where somebody asked for it: git repositories and hubs tell files by it.
alter table blobs add column git_sha1 text not null default '';
create index blobs_by_git_sha1 on blobs (git_sha1) where git_sha1 <> '';

-- What the operator changed while the dock runs; wins over flags, environment and file.
create table settings (
  name       text    primary key,
  value      text    not null,
  updated_at integer not null
) strict, without rowid;

-- Which requests are the same work, so that the second joins the first.
alter table jobs add column same_as text not null default '';
create index jobs_same on jobs (same_as) where same_as <> '';
