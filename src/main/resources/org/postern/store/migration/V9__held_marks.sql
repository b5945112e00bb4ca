-- Who shall look at a held copy, and the words that officers put on it. The mailbox says it, too; this says by whom, when and why.
create table assignment (
  held_id varchar(64) primary key,
  officer varchar(200) not null,
  note varchar(2000) not null,
  given_by varchar(200) not null,
  given timestamp with time zone not null
);

create table held_tag (
  held_id varchar(64) not null,
  tag varchar(32) not null,
  given_by varchar(200) not null,
  given timestamp with time zone not null,
  constraint tagged_once primary key (held_id, tag)
);

create table incident (
  number bigint primary key,
  title varchar(400) not null,
  opened_by varchar(200) not null,
  opened timestamp with time zone not null
);

-- What it was about, in words that stay when the copy has left the box.
create table incident_copy (
  incident bigint not null,
  held_id varchar(64) not null,
  recipient varchar(2000) not null,
  sender varchar(2000) not null,
  subject varchar(2000) not null,
  added_by varchar(200) not null,
  added timestamp with time zone not null,
  constraint in_incident_once primary key (incident, held_id)
);
create index incident_copy_held on incident_copy (held_id);
