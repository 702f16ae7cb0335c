select '{esp}' as esp, kind, '' as segment, key from (
  select coalesce(w.key, l.key) as key, unnest(list_filter([
    case when w.consent_state < 3 and (l.print is null or l.print <> w.print or l.email <> w.email) then 'UPSERT' end,
    case when (w.consent_state < 3 or l.key is not null) and (l.consent is distinct from w.consent_state or l.consent_at is distinct from w.consent_at or (w.consent_state < 3 and l.email is distinct from w.email)) then 'SET_CONSENT' end,
    case when w.key is null and l.gone_at is null then 'GONE' end,
    case when w.key is not null and l.gone_at is not null then 'BACK' end], lambda k: k is not null)) as kind
  from want w full join (select * from ledger_profile where account = '{account}') l on l.key = w.key)
