create macro u(i, k) as (hash(i, k) % 1000000) / 1000000.0;
create macro pick(i, k, texts) as texts[1 + (hash(i, k) % len(texts))::bigint];
create macro ago(i, k, days) as timestamp '2026-10-01' - to_microseconds((1 + u(i, k) * days * 86400000000 + u(i, k + 1000) * 1000000)::bigint);
create macro who(i, k, n) as 'c' || (pow(u(i, k), 1.5) * n)::bigint;
-- people
copy (select 'c' || i as id, 'p' || i || '@bench.example' as email,
    case when hash(i, 1) % 50 > 0 then pick(i, 2, ['Germany', 'France', 'Italy', 'Spain', 'Poland', 'Austria', 'Norway', 'Portugal']) end as country,
    case when hash(i, 3) % 20 > 0 then pick(i, 4, ['San Marino', 'San Remo', 'Lille', 'Abbeville', 'Deauville', 'Kassel', 'Gdansk', 'Porto', 'Bergen', 'Graz', 'Cadiz', 'Ulm']) end as city,
    case when hash(i, 5) % 10 > 0 then pick(i, 6, ['f', 'm', 'x']) end as gender,
    pick(i, 7, ['de', 'fr', 'it', 'es', 'pl', 'no', 'pt']) as language,
    case when hash(i, 8) % 10 > 0 then 16 + hash(i, 9) % 70 end as age,
    round(u(i, 10) * 10000, 2) as points,
    case when hash(i, 11) % 10 > 0 then hash(i, 12) % 10 = 0 end as vip,
    hash(i, 13) % 2 = 0 as app,
    case when hash(i, 14) % 3 > 0 then date '1940-01-01' + (u(i, 15) * 25000)::int end as birthday,
    strftime(ago(i, 16, 1500), '%Y-%m-%dT%H:%M:%S.%fZ') as signed_up,
    strftime(ago(i, 17, 200), '%Y-%m-%dT%H:%M:%S.%fZ') as last_seen,
    case when hash(i, 18) % 4 > 0 then concat_ws(',', pick(i, 19, ['gold', 'b2b', 'sale', 'shoes', 'books', 'churned']), pick(i, 20, ['sale', 'shoes', 'toys', 'garden'])) end as tags
  from range({people}) t(i)) to '{dir}/people.csv' (header);
-- orders
copy (select 'o' || i as id, who(i, 31, {people}) as person, strftime(ago(i, 32, 730), '%Y-%m-%dT%H:%M:%S.%fZ') as at,
    case when hash(i, 33) % 100 > 0 then round(5 + u(i, 34) * u(i, 35) * 300, 2) end as amount,
    pick(i, 36, ['shoes', 'books', 'toys', 'garden', 'food']) as category,
    'sku-' || hash(i, 37) % 40 || ',' || 'sku-' || hash(i, 38) % 40 as skus
  from range({events} * 3 // 10) t(i)) to '{dir}/orders.csv' (header);
-- views
copy (select 'v' || i as id, who(i, 41, {people}) as person, strftime(ago(i, 42, 365), '%Y-%m-%dT%H:%M:%S.%fZ') as at,
    pick(i, 43, ['shoes', 'books', 'toys', 'garden', 'food']) as category, 1 + hash(i, 44) % 400 as seconds
  from range({events} * 4 // 10) t(i)) to '{dir}/views.csv' (header);
-- opens
copy (select 'm' || i as id, who(i, 51, {people}) as person, strftime(ago(i, 52, 365), '%Y-%m-%dT%H:%M:%S.%fZ') as at,
    pick(i, 53, ['spring sale', 'spring news', 'summer', 'autumn', 'winter', 'birthday']) as campaign
  from range({events} * 2 // 10) t(i)) to '{dir}/opens.csv' (header);
-- tickets
copy (select 't' || i as id, who(i, 61, {people}) as person, strftime(ago(i, 62, 500), '%Y-%m-%dT%H:%M:%S.%fZ') as at,
    1 + hash(i, 63) % 5 as severity, pick(i, 64, ['delivery', 'return', 'payment']) as topic
  from range({events} // 10) t(i)) to '{dir}/tickets.csv' (header);
