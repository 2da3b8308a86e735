-- People who have signed in with a key on the page: the cookie's SHA-256, and the key that it stands for.
create table sign_ins (
  hash       blob    primary key,
  key_id     text    not null references keys (id),
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index sign_ins_by_key on sign_ins (key_id);
create index sign_ins_by_expiry on sign_ins (expires_at);
