-- How often entries of the lists decided about held mail, by the day on which it arrived (days since 1970).
create table entry_hit (
  listing varchar(8) not null,
  pattern varchar(400) not null,
  on_day integer not null,
  hits bigint not null,
  constraint one_day primary key (listing, pattern, on_day)
);

-- Which held copies were counted, so that none counts twice.
create table counted_copy (
  held_id varchar(64) primary key,
  on_day integer not null
);
