-- Mail that goes against the lists leaves only if a second officer agrees: whether it does, and who agreed.
alter table decision add column against boolean;
update decision set against = false;
alter table decision alter column against set not null;
alter table decision add column seconded_by varchar(200);
