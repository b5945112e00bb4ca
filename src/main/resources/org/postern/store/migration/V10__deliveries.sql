-- What is on its way to a gateway, or was: one row for each file and gateway. Which console is sending it, and since when by the
-- database's own clock, so that two consoles do not send the same at once and a dead one's work is taken over.
create table delivery (
  item varchar(80) not null,
  gateway varchar(200) not null,
  name varchar(200) not null,
  file varchar(2000) not null,
  content varchar(80) not null,
  octets bigint not null,
  series varchar(200) not null,
  place varchar(2000) not null,
  state varchar(16) not null,
  tries integer not null,
  next_try timestamp with time zone,
  says varchar(2000) not null,
  officer varchar(200) not null,
  queued timestamp with time zone not null,
  changed timestamp with time zone not null,
  console varchar(64),
  stepped timestamp with time zone,
  constraint delivered_once primary key (item, gateway)
);
create index delivery_state on delivery (state);
