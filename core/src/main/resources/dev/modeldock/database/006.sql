-- What Hugging Face clients ask for: models by the second part of a name, in the order of their last change, and which of
-- the aliases are tags.
create index models_by_short_name on models (name);
create index models_by_change on models (updated_at, seq);
alter table aliases add column tag integer not null default 0;
