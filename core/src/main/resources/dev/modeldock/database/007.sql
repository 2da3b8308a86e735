-- People who have signed in with a key on the page: the cookie's SHA-256, and the key that it stands for.
create table sign_ins (
  hash       blob    primary key,
  key_id     text    not null references keys (id),
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index sign_ins_by_key on sign_ins (key_id);
create index sign_ins_by_expiry on sign_ins (expires_at);

-- So many jobs of each kind are in each state, without a look at the jobs.
create index jobs_by_kind_and_state on jobs (kind, state);

-- Addresses that are told of events, and what was, is and will be told to each.
create table webhooks (
  id          text    primary key,
  url         text    not null,
  secret      blob    not null,
  types       text    not null,
  description text    not null,
  off_because text,
  created_by  text    not null,
  created_at  integer not null
) strict, without rowid;

create table webhook_deliveries (
  seq        integer primary key,
  id         text    not null unique,
  webhook_id text    not null references webhooks (id) on delete cascade,
  type       text    not null,
  body       text    not null,
  state      text    not null,
  attempts   integer not null,
  next_at    integer,
  status     integer not null,
  error      text    not null,
  created_at integer not null,
  ended_at   integer
) strict;
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, seq);
create index webhook_deliveries_due on webhook_deliveries (next_at, seq) where next_at is not null;
create index webhook_deliveries_waiting on webhook_deliveries (webhook_id) where next_at is not null;
create index webhook_deliveries_by_end on webhook_deliveries (ended_at) where ended_at is not null;
