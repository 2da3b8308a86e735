-- What is in a dataset, as its conversion told it.
create table dataset_classes (
  dataset_id text    not null references datasets (id) on delete cascade,
  position   integer not null,
  class      text    not null,
  primary key (dataset_id, position)
) strict, without rowid;

-- Who wants an unfinished job to be cancelled; it may take a while, and a restart, until it is.
alter table jobs add column canceled_by text not null default '';
