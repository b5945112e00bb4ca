-- The keys that gateways sign their receipts with. None is overwritten: one that was replaced says when, and which numbers were its own.
create table gateway_key (
  gateway varchar(253) not null,
  digest varchar(71) not null,
  public_key varchar(400) not null,
  -- a gateway that was made anew counts its receipts from 1 again: its next life
  life integer not null,
  -- the last number that was given before this key
  after_sequence bigint not null,
  -- the last number that was given with it; null while it is in use
  last_sequence bigint,
  since timestamp with time zone not null,
  added_by varchar(200) not null,
  replaced timestamp with time zone,
  constraint one_gateway_key primary key (digest)
);

-- Receipts, as they were signed; what they say is read from the text.
create table gateway_receipt (
  gateway varchar(253) not null,
  life integer not null,
  sequence bigint not null,
  key_digest varchar(71) not null,
  received timestamp with time zone not null,
  text varchar(100000) not null,
  constraint one_gateway_receipt primary key (gateway, life, sequence)
);
insert into gateway_receipt (gateway, life, sequence, key_digest, received, text) select gateway, 0, sequence, '', received, text from receipt;
drop table receipt;

-- Out of service: no bundle is made for it, and the board does not show it. What it said stays.
create table retired_gateway (
  gateway varchar(253) primary key,
  at timestamp with time zone not null,
  officer varchar(200) not null,
  why varchar(2000) not null
);

-- After how many minutes without a word a gateway counts as silent.
create table silence (
  only_one integer primary key check (only_one = 1),
  minutes bigint not null
);
insert into silence values (1, 2880);
