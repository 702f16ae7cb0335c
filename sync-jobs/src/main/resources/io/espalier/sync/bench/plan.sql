-- The rows of a plan by hand, as one statement over the store's tables: what should be, a person a
-- row with a print of the values, against what the ledger knows of three accounts.
create or replace temp table bench_by_hand as
with want as materialized (
  select key, email, consent_state, consent_at,
    hash('1
age NUMBER
app BOOL
birthday DATE
city TEXT
country TEXT
gender TEXT
language TEXT
last_seen DATETIME
points NUMBER
signed_up DATETIME
tags LIST
vip BOOL', a_age, a_app, a_birthday, a_city, a_country, a_gender, a_language, a_last_seen, a_points, a_signed_up, a_tags, a_vip) as print
  from es_profile
), flagged as materialized (
  select key, email,
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
    a_birthday < date '1980-01-01' as r15
  from es_profile where consent_state < 3
), member as materialized (
  {members}
)
{parts}
