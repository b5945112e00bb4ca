-- Domains that the organisation has written to before: 64 bits of a keyed hash, so that no name can be read back from here.
create table known_name (
  hash bigint primary key,
  -- since when, in days since 1970
  since_day integer not null,
  -- the revision that brought it; earlier ones do not know it
  from_serial bigint not null
);

-- Whether known names count is a rule like the others, part of every revision; and which revision last changed them.
alter table revision add column known boolean;
update revision set known = false;
alter table revision alter column known set not null;
alter table revision add column known_serial bigint;
update revision set known_serial = 0;
alter table revision alter column known_serial set not null;
