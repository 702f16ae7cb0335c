create table people (id integer primary key, email text, first_name text, country text, points integer, balance real, signed_up text, note text);
insert into people
with recursive n(i) as (select 1 union all select i + 1 from n where i < {people})
select i, 'p' || i || '@bench.example',
  case i % 7 when 0 then 'Zoë' when 1 then 'Jürgen' else 'Name' || (i % 1000) end,
  case i % 5 when 0 then 'Germany' when 1 then 'France' when 2 then 'Italy' when 3 then null else 'Österreich' end,
  i * 7919 % 10007, (i * 104729 % 1000003) / 100.0,
  '2024-' || substr('0' || (1 + i % 12), -2) || '-' || substr('0' || (1 + i % 28), -2) || 'T10:00:00Z',
  'said "hi" for the ' || i || 'th time'
from n;
