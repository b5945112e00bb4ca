create table next_thing (id bigint primary key, name varchar(10) not null);
