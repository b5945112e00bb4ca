-- The text of a change of millions of entries is kept packed: DEFLATE (RFC 1951) as Base64.
alter table change_part add column packed boolean;
update change_part set packed = false;
alter table change_part alter column packed set not null;
