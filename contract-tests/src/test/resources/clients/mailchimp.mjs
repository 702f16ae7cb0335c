// Mailchimp's own Node client against the sandbox: argv = folder of the packages, base URL, key.
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import assert from 'node:assert/strict';

const [, , folder, base, key] = process.argv;
const require = createRequire(folder + '/x.js');
const client = require('@mailchimp/mailchimp_marketing');
const done = (what) => console.log('done ' + what);
const point = (secret) => {
  client.setConfig({ apiKey: secret });
  client.basePath = base.replace(/\/$/, '') + '/3.0';
};
const hash = (email) => createHash('md5').update(email.toLowerCase()).digest('hex');
const problem = (status, title) => (e) => {
  assert.equal(e.status, status);
  assert.equal(JSON.parse(e.response.text).title, title);
  assert.ok(e.response.headers['content-type'].startsWith('application/problem+json'));
  return true;
};

point(key);
assert.deepEqual(await client.ping.get(), { health_status: "Everything's Chimpy!" });
done('authenticate');

point('00000000000000000000000000000000-us1');
await assert.rejects(client.ping.get(), problem(401, 'API Key Invalid'));
point(key);
done('see a refused key');

const list = await client.lists.createList({
  name: 'Client list',
  permission_reminder: 'You bought here.',
  email_type_option: true,
  contact: { company: 'Shop', address1: '1 Lane', city: 'Bristol', state: 'n/a', zip: 'BS1', country: 'GB' },
  campaign_defaults: { from_name: 'Shop', from_email: 'shop@shoppers.example.net', subject: 'Hello', language: 'en' },
});
await client.lists.addListMergeField(list.id, { tag: 'CUPS', name: 'Cups', type: 'number' });
const ada = 'ada@shoppers.example.net';
await client.lists.addListMember(list.id, { email_address: ada, status: 'subscribed' });
done('create');

await assert.rejects(
  client.lists.addListMember(list.id, { email_address: ada, status: 'subscribed' }),
  problem(400, 'Member Exists')
);
done('see a conflict');

const put = await client.lists.setListMember(list.id, hash('ADA@shoppers.example.net'), {
  email_address: ada,
  status_if_new: 'unsubscribed',
  merge_fields: { CUPS: 3 },
});
assert.equal(put.merge_fields.CUPS, 3);
assert.equal(put.status, 'subscribed');
done('upsert');

const members = [];
for (let i = 0; i < 150; i++) {
  members.push({ email_address: `p${i}@shoppers.example.net`, status: 'transactional' });
}
members.push({ email_address: 'nobody@example.com', status: 'transactional' });
const import_ = await client.lists.batchListMembers(list.id, { members, update_existing: true });
assert.equal(import_.total_created, 150);
assert.equal(import_.error_count, 1);
assert.equal(import_.errors[0].email_address, 'nobody@example.com');
const batch = await client.batches.start({
  operations: [
    {
      method: 'PATCH',
      path: `/lists/${list.id}/members/${hash(ada)}`,
      body: JSON.stringify({ merge_fields: { CUPS: 4 } }),
      operation_id: 'ada',
    },
  ],
});
let status = batch.status;
for (let look = 0; look < 6 && status !== 'finished'; look++) {
  status = (await client.batches.status(batch.id)).status;
}
assert.equal(status, 'finished');
assert.equal((await client.lists.getListMember(list.id, hash(ada))).merge_fields.CUPS, 4);
done('import');

const seen = new Set();
for (let offset = 0; ; offset += 50) {
  const page = await client.lists.getListMembersInfo(list.id, { count: 50, offset });
  page.members.forEach((m) => seen.add(m.id));
  if (offset + 50 >= page.total_items) {
    break;
  }
}
assert.equal(seen.size, 151);
done('page');

await client.lists.updateListMemberTags(list.id, hash(ada), { tags: [{ name: 'tea', status: 'active' }] });
const tags = await client.lists.getListMemberTags(list.id, hash(ada));
assert.deepEqual(tags.tags.map((t) => t.name), ['tea']);
done('tag');

await client.lists.updateListMemberTags(list.id, hash(ada), { tags: [{ name: 'tea', status: 'inactive' }] });
assert.equal((await client.lists.getListMemberTags(list.id, hash(ada))).total_items, 0);
await client.lists.deleteListMember(list.id, hash(ada));
assert.equal((await client.lists.getListMember(list.id, hash(ada))).status, 'archived');
done('remove');

await assert.rejects(client.lists.getList('nobody'), problem(404, 'Resource Not Found'));
done('see a missing thing');

await assert.rejects(
  client.lists.updateListMember(list.id, hash('p1@shoppers.example.net'), { merge_fields: { CUPS: 'many' } }),
  (e) => {
    problem(400, 'Invalid Resource')(e);
    assert.deepEqual(JSON.parse(e.response.text).errors, [{ field: 'CUPS', message: 'Please enter a number' }]);
    return true;
  }
);
done('see wrong input');

const faults = async (plan) =>
  assert.equal((await fetch(base.replace(/\/$/, '') + '/__sandbox/faults', { method: 'PUT', body: plan })).status, 200);
await faults('throttle-silently on GET /3.0/ping');
await assert.rejects(client.ping.get(), (e) => {
  problem(429, 'Too Many Requests')(e);
  assert.equal(e.response.headers['retry-after'], undefined);
  return true;
});
await faults('');
done('see throttling');
