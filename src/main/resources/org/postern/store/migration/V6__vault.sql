-- The key that the mailbox's secrets are sealed with, wrapped for each officer's own key.
create table vault (
  key_id varchar(16) primary key,
  ephemeral varchar(400) not null,
  wrapped varchar(400) not null
);
