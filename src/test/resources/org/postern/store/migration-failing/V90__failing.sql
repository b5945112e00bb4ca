create table half_done (id bigint primary key);
insert into no_such_table values (1);
