-- The rules of rules.txt by hand, as one statement: one scan per event table, and no more said than
-- this data needs (its texts have one spelling each, so none is folded).
with o as (
  select profile,
    count(*) as n,
    count(*) filter (where ts >= timestamp '2026-09-01') as n30,
    count(*) filter (where ts >= timestamp '2026-07-03') as n90,
    count(*) filter (where ts >= timestamp '2025-10-01') as n365,
    count(*) filter (where ts >= timestamp '2026-07-03' and ts < timestamp '2026-09-01') as n90_30,
    count(*) filter (where ts >= timestamp '2026-07-03' and p_category = 'shoes') as shoes90,
    count(*) filter (where p_amount > 100) as dear,
    count(*) filter (where ts >= timestamp '2026-01-01') as n2026,
    sum(p_amount) filter (where ts >= timestamp '2025-10-01') as sum365,
    sum(p_amount) filter (where ts >= timestamp '2026-07-03') as sum90,
    sum(p_amount) as total,
    count(p_amount) as priced,
    max(ts) as last_at,
    min(ts) as first_at,
    arg_max(p_category, (ts, id)) filter (where p_category is not null) as last_category,
    max(p_amount) filter (where ts >= timestamp '2025-10-01') as max365,
    min(p_amount) as least,
    count(*) filter (where ts >= timestamp '2025-10-01' and list_has_any(p_skus, ['sku-7', 'sku-11'])) as skus,
    count(distinct p_category) as categories
  from event_order where ts < timestamp '2026-10-01' group by profile
), v as (
  select profile,
    count(*) filter (where ts >= timestamp '2026-09-24') as n7,
    count(*) filter (where ts >= timestamp '2026-09-17') as n14,
    count(*) filter (where ts >= timestamp '2026-09-03' and ts < timestamp '2026-09-17') as n28_14,
    count(*) filter (where ts >= timestamp '2026-09-01') as n30,
    count(*) filter (where ts >= timestamp '2026-09-01' and p_category = 'shoes') as shoes30,
    count(*) filter (where ts >= timestamp '2026-07-03' and p_category = 'shoes') as shoes90,
    max(ts) as last_at,
    count(distinct p_category) filter (where ts >= timestamp '2026-07-03') as categories90,
    sum(p_seconds) filter (where ts >= timestamp '2026-09-01') as seconds30
  from event_view where ts < timestamp '2026-10-01' group by profile
), m as (
  select profile,
    count(*) filter (where ts >= timestamp '2026-09-01') as n30,
    count(*) filter (where ts >= timestamp '2026-07-03') as n90,
    count(*) filter (where starts_with(p_campaign, 'spring')) as spring365
  from event_open where ts >= timestamp '2025-10-01' and ts < timestamp '2026-10-01' group by profile
), t as (
  select profile,
    count(*) as n365,
    count(*) filter (where ts >= timestamp '2026-07-03' and p_severity >= 3) as severe90
  from event_ticket where ts >= timestamp '2025-10-01' and ts < timestamp '2026-10-01' group by profile
)
select p.key,
  a_country = 'Germany' as r01,
  a_country in ('France', 'Italy', 'Spain') and a_age >= 30 as r02,
  a_country not in ('Germany', 'France') as r03,
  a_age between 25 and 34 as r04,
  a_age >= 18 and a_age < 65 and a_vip as r05,
  starts_with(a_city, 'San ') as r06,
  contains(a_city, 'ville') as r07,
  a_gender <> 'f' as r08,
  a_birthday is null as r09,
  a_birthday is not null and a_vip is distinct from true as r10,
  a_points > 5000 as r11,
  list_has_any(a_tags, ['gold', 'b2b']) as r12,
  list_has_all(a_tags, ['sale', 'shoes']) as r13,
  a_signed_up >= timestamp '2026-07-03' as r14,
  a_birthday < date '1980-01-01' as r15,
  o.n30 >= 1 as r16,
  o.n90 >= 2 as r17,
  o.n365 >= 3 as r18,
  o.n90_30 >= 1 and o.n30 = 0 as r19,
  v.n7 >= 2 as r20,
  v.n30 >= 3 as r21,
  v.shoes30 >= 1 as r22,
  v.shoes90 >= 1 and coalesce(o.shoes90, 0) = 0 as r23,
  coalesce(m.n30, 0) = 0 as r24,
  m.n90 >= 2 as r25,
  m.spring365 >= 1 as r26,
  t.severe90 >= 1 as r27,
  o.dear >= 2 as r28,
  o.n2026 >= 2 as r29,
  v.n14 > v.n28_14 as r30,
  o.sum365 > 300 as r31,
  o.sum90 > 100 and a_country <> 'Germany' as r32,
  o.total >= 80 * o.priced and o.priced > 0 as r33,
  o.last_at < timestamp '2026-04-04' as r34,
  o.first_at >= timestamp '2026-09-01' as r35,
  v.last_at > timestamp '2026-09-23' as r36,
  o.last_at is null or o.last_at <= timestamp '2025-09-30' as r37,
  o.last_category = 'shoes' as r38,
  o.max365 >= 150 as r39,
  o.least < 10 as r40,
  o.skus >= 1 as r41,
  o.categories >= 2 as r42,
  v.categories90 >= 2 as r43,
  a_tags is not null and not list_has_any(a_tags, ['churned']) as r44,
  list_has_any(a_tags, ['churned']) and m.n30 >= 1 as r45,
  r17 and coalesce(m.n30, 0) > 0 as r46,
  r31 or r39 as r47,
  r05 and coalesce(t.n365, 0) = 0 as r48,
  v.seconds30 > 300 as r49,
  a_last_seen >= timestamp '2026-09-17' and coalesce(o.n, 0) = 0 as r50
from es_profile p
  left join o on o.profile = p.key
  left join v on v.profile = p.key
  left join m on m.profile = p.key
  left join t on t.profile = p.key
