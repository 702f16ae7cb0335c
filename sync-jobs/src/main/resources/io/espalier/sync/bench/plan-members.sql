select '{esp}', unnest(case when known is null then ['JOIN'] when wanted is null then ['LEAVE'] else ['JOIN', 'LEAVE'] end), segment, key from (
  select coalesce(m.segment, l.segment) as segment, coalesce(m.key, l.key) as key, m.email as wanted, l.email as known
  from member m full join (select * from ledger_member where account = '{account}') l on l.segment = m.segment and l.key = m.key
  where m.email is distinct from l.email)
