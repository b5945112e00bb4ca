-- Officers are keys: a roster of them, changes that others approve, and a record that they sign.

-- The version of the roster in force; null while no officer is enrolled (open mode).
alter table head add column roster bigint;

-- Acts of a signed-in officer carry the session and their number in it.
alter table journal add column session varchar(32);
alter table journal add column own_seq bigint;

-- An officer's signature over everything that their session did so far, and over the whole chain up to there.
create table seal (
  seq bigint primary key,
  session varchar(32) not null,
  own_seq bigint not null,
  key_id varchar(16) not null,
  signature varchar(200) not null
);
create index seal_session on seal (session, own_seq);

-- A change of the lists or of the roster: a text that its author and whoever approves it sign.
create table change_set (
  digest varchar(80) primary key,
  kind varchar(16) not null,
  state varchar(16) not null,
  author varchar(200) not null,
  author_key varchar(16) not null,
  why varchar(4000) not null,
  reference varchar(400) not null,
  urgent boolean not null,
  operations bigint not null,
  at timestamp with time zone not null,
  decided timestamp with time zone,
  remark varchar(4000) not null,
  serial bigint
);
create index change_set_at on change_set (at);

create table change_part (
  digest varchar(80) not null,
  part integer not null,
  text varchar(1000000) not null,
  constraint one_part primary key (digest, part)
);

create table change_signature (
  digest varchar(80) not null,
  key_id varchar(16) not null,
  at timestamp with time zone not null,
  signature varchar(200) not null,
  constraint one_signature primary key (digest, key_id)
);

-- Which applied change is which version of the roster.
create table roster (
  version bigint primary key,
  digest varchar(80) not null
);

-- What an officer is still gathering; one text for each officer.
create table draft (
  officer varchar(200) primary key,
  text varchar(1000000) not null,
  changed timestamp with time zone not null
);
