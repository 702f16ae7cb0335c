// Klaviyo's own Node client against the sandbox: argv = folder of the packages, base URL, key.
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';

const [, , folder, base, key] = process.argv;
const require = createRequire(folder + '/x.js');
const k = require('klaviyo-api');
const api = (Api, secret = key) => {
  const made = new Api(new k.ApiKeySession(secret));
  made.basePath = base;
  return made;
};
const done = (what) => console.log('done ' + what);
const accounts = api(k.AccountsApi);
const profiles = api(k.ProfilesApi);
const lists = api(k.ListsApi);
const tags = api(k.TagsApi);

const account = (await accounts.getAccounts()).body.data[0];
assert.ok(account.id);
done('authenticate');

await assert.rejects(api(k.AccountsApi, 'pk_0000000000000000000000000000000000').getAccounts(), (e) => {
  assert.equal(e.response.status, 401);
  assert.equal(e.response.data.errors[0].code, 'authentication_failed');
  return true;
});
done('see a refused key');

const list = (await lists.createList({ data: { type: 'list', attributes: { name: 'Client list' } } })).body.data;
const person = (email, properties) => ({
  data: { type: 'profile', attributes: { email, properties } },
});
const ada = (await profiles.createProfile(person('ada@shoppers.example.net', { tea: true }))).body.data;
done('create');

await assert.rejects(profiles.createProfile(person('ada@shoppers.example.net', {})), (e) => {
  assert.equal(e.response.status, 409);
  assert.equal(e.response.data.errors[0].code, 'duplicate_profile');
  assert.equal(e.response.data.errors[0].meta.duplicate_profile_id, ada.id);
  return true;
});
done('see a conflict');

await profiles.createOrUpdateProfile(person('ada@shoppers.example.net', { cups: 3 }));
const read = (await profiles.getProfile(ada.id)).body.data;
assert.deepEqual(read.attributes.properties, { tea: true, cups: 3 });
done('upsert');

const rows = [];
for (let i = 0; i < 150; i++) {
  rows.push({ type: 'profile', attributes: { email: `p${i}@shoppers.example.net` } });
}
const job = (
  await profiles.bulkImportProfiles({
    data: {
      type: 'profile-bulk-import-job',
      attributes: { profiles: { data: rows } },
      relationships: { lists: { data: [{ type: 'list', id: list.id }] } },
    },
  })
).body.data;
let state;
for (let look = 0; look < 5 && state !== 'complete'; look++) {
  state = (await profiles.getBulkImportProfilesJob(job.id)).body.data.attributes.status;
}
assert.equal(state, 'complete');
done('import');

const seen = new Set();
let cursor;
do {
  const page = (await profiles.getProfiles({ pageSize: 50, pageCursor: cursor })).body;
  page.data.forEach((p) => seen.add(p.id));
  cursor = page.links.next ? new URL(page.links.next).searchParams.get('page[cursor]') : undefined;
} while (cursor);
assert.equal(seen.size, 151);
done('page');

const tag = (await tags.createTag({ data: { type: 'tag', attributes: { name: 'tea' } } })).body.data;
await tags.tagLists(tag.id, { data: [{ type: 'list', id: list.id }] });
const tagged = (await lists.getTagsForList(list.id)).body.data;
assert.deepEqual(tagged.map((t) => t.id), [tag.id]);
done('tag');

const members = async () => (await lists.getProfilesForList(list.id, { pageSize: 100 })).body.data;
const first = (await members())[0];
await lists.removeProfilesFromList(list.id, { data: [{ type: 'profile', id: first.id }] });
assert.ok(!(await members()).some((m) => m.id === first.id));
done('remove');

await assert.rejects(lists.getList('Nobody'), (e) => {
  assert.equal(e.response.status, 404);
  assert.equal(e.response.data.errors[0].code, 'not_found');
  return true;
});
done('see a missing thing');

const invalid = (pointer) => (e) => {
  assert.equal(e.response.status, 400);
  assert.equal(e.response.data.errors[0].code, 'invalid');
  assert.equal(e.response.data.errors[0].source.pointer, pointer);
  return true;
};
await assert.rejects(profiles.createProfile(person('nobody', {})), invalid('/data/attributes/email'));
await assert.rejects(
  profiles.bulkImportProfiles({
    data: {
      type: 'profile-bulk-import-job',
      attributes: { profiles: { data: [rows[0], { type: 'profile', attributes: { email: 'nobody' } }] } },
    },
  }),
  invalid('/data/attributes/profiles/data/1/attributes/email')
);
done('see wrong input');

const faults = async (plan) => assert.equal((await fetch(base + '/__sandbox/faults', { method: 'PUT', body: plan })).status, 200);
const impatient = new k.ListsApi(new k.ApiKeySession(key, new k.RetryWithExponentialBackoff({ numRetries: 0 })));
impatient.basePath = base;
await faults('throttle 7 on GET /api/lists');
await assert.rejects(impatient.getLists(), (e) => {
  assert.equal(e.response.status, 429);
  assert.equal(e.response.headers['retry-after'], '7');
  assert.equal(e.response.data.errors[0].code, 'throttled');
  return true;
});
await faults('');
done('see throttling');
