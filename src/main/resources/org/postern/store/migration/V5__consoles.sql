-- Several consoles may use one database: which of them took the last step of a decision, and when, by the database's own clock.
alter table decision add column console varchar(64);
alter table decision add column stepped timestamp with time zone;
