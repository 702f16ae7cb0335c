// Salesforce Marketing Cloud's client libraries against the sandbox: argv = folder of the packages,
// base URL, client id, client secret, account. sfmc-sdk takes no address but the vendor's own, so
// its requests are sent elsewhere under way; fuel-rest, fuel-soap and the Fuel SDK are told.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';

const [, , folder, base, clientId, clientSecret, account] = process.argv;
const require = createRequire(folder + '/x.js');
const done = (what) => console.log('done ' + what);
const vendor = /^https:\/\/[a-z0-9]{28}\.(auth|rest|soap)\.marketingcloudapis\.com\//;
const load = async (path) => import(pathToFileURL(folder + '/' + path).href);

const { axiosInstance } = await load('sfmc-sdk/lib/util.js');
axiosInstance.interceptors.request.use((config) => {
  const url = (config.baseURL ?? '') + (config.url ?? '');
  config.baseURL = undefined;
  config.url = url.replace(vendor, base);
  return config;
});
const SDK = (await load('sfmc-sdk/lib/index.js')).default;
const sdk = (secret) =>
  new SDK(
    {
      client_id: clientId,
      client_secret: secret,
      auth_url: 'https://mc' + 'x'.repeat(26) + '.auth.marketingcloudapis.com/',
      account_id: Number(account),
    },
    { requestAttempts: 1 }
  );

const sfmc = sdk(clientSecret);
await sfmc.auth.getAccessToken();
done('authenticate');

await assert.rejects(sdk('wrong').auth.getAccessToken(), (e) => {
  assert.match(e.message, /Client authentication failed/i);
  return true;
});
done('see a refused secret');

const field = (Name, FieldType, more = {}) => ({ Name, FieldType, ...more });
const created = await sfmc.soap.create(
  'DataExtension',
  {
    CustomerKey: 'client_people',
    Name: 'Client people',
    IsSendable: false,
    Fields: {
      Field: [
        field('key', 'Text', { MaxLength: 50, IsPrimaryKey: true, IsRequired: true }),
        field('cups', 'Number'),
        field('email', 'EmailAddress'),
      ],
    },
  },
  {}
);
assert.equal(created.OverallStatus, 'OK');
done('create');

await assert.rejects(
  sfmc.soap.create('DataExtension', { CustomerKey: 'client_people', Name: 'Client people', Fields: { Field: [field('key', 'Text')] } }, {}),
  (e) => {
    assert.match(e.message, /One or more errors in the Results/);
    return true;
  }
);
done('see a conflict');

const upserted = await sfmc.rest.post('/hub/v1/dataevents/key:client_people/rowset', [
  { keys: { key: 'ada' }, values: { cups: 3, email: 'ada@shoppers.example.net' } },
]);
assert.equal(upserted[0].values.cups, 3);
done('upsert');

const items = [];
for (let i = 0; i < 150; i++) {
  items.push({ key: 'p' + i, cups: i === 7 ? 'many' : i, email: `p${i}@shoppers.example.net` });
}
const job = await sfmc.rest.put('/data/v1/async/dataextensions/key:client_people/rows', { items });
let state;
for (let look = 0; look < 5 && state !== 'Complete'; look++) {
  const answer = await sfmc.rest.get(`/data/v1/async/${job.requestId}/status`);
  state = answer.status?.requestStatus;
}
assert.equal(state, 'Complete');
const results = [];
for (let page = 1; page <= 3; page++) {
  const answer = await sfmc.rest.get(`/data/v1/async/${job.requestId}/results?page=${page}&pageSize=50`);
  results.push(...answer.items);
}
assert.equal(results.length, 150);
assert.equal(results.filter((r) => r.status === 'Error').length, 1);
assert.equal(results[7].status, 'Error');
done('import');

const rows = await sfmc.rest.getBulk('/data/v1/customobjectdata/key/client_people/rowset', 50);
assert.equal(rows.items.length, 150);
const soap = await sfmc.soap.retrieveBulk('DataExtensionObject[client_people]', ['key', 'cups']);
assert.equal(soap.Results.length, 150);
done('page');

const listed = await sfmc.soap.create(
  'Subscriber',
  { SubscriberKey: 'ada', EmailAddress: 'ada@shoppers.example.net' },
  {}
);
assert.equal(listed.OverallStatus, 'OK');
done('subscribe');

const removed = await sfmc.soap.delete(
  'DataExtensionObject',
  { CustomerKey: 'client_people', Keys: { Key: [{ Name: 'key', Value: 'ada' }] } },
  {}
);
assert.equal(removed.OverallStatus, 'OK');
const left = await sfmc.rest.getBulk('/data/v1/customobjectdata/key/client_people/rowset', 50);
assert.equal(left.items.length, 149);
done('remove');

await assert.rejects(sfmc.rest.get('/data/v1/customobjectdata/key/nobody/rowset'), (e) => {
  assert.ok(e.message.length > 0);
  return true;
});
done('see a missing thing');

await assert.rejects(
  sfmc.rest.post('/hub/v1/dataevents/key:client_people/rowset', [
    { keys: { key: 'bad' }, values: { email: 'nobody' } },
  ]),
  (e) => {
    assert.equal(e.response.status, 400);
    assert.equal(e.response.data.errorcode, 10006);
    assert.match(e.response.data.additionalErrors[0].message, /InvalidEmailAddress/);
    return true;
  }
);
done('see wrong input');

const faults = async (plan) => assert.equal((await fetch(base + '__sandbox/faults', { method: 'PUT', body: plan })).status, 200);
await faults('throttle 5 on GET /platform/*');
await assert.rejects(sfmc.rest.get('/platform/v1/tokenContext'), (e) => {
  assert.equal(e.response.status, 429);
  assert.equal(e.response.headers['retry-after'], '5');
  return true;
});
await faults('');
done('see throttling');

// The older clients.
const fuelAuth = {
  clientId,
  clientSecret,
  authUrl: base + 'v2/token',
  authOptions: { authVersion: 2, accountId: Number(account) },
};
const FuelRest = require('fuel-rest');
// Told nothing: it takes the address from the token, and cuts its own at ".com/".
const fuel = new FuelRest({ auth: fuelAuth });
const page = await fuel.get({ uri: '/data/v1/customobjectdata/key/client_people/rowset' });
const fuelRows = typeof page.body === 'string' ? JSON.parse(page.body) : page.body;
assert.ok(fuelRows.items.length > 0);
done('fuel-rest');

const FuelSoap = require('fuel-soap');
const soapClient = new FuelSoap({ auth: fuelAuth, soapEndpoint: base + 'Service.asmx' });
await new Promise((resolve, reject) =>
  soapClient.retrieve('DataExtension', ['CustomerKey', 'Name'], {}, (error, answer) => {
    if (error) {
      reject(error);
      return;
    }
    const results = [answer.body.Results].flat();
    assert.ok(results.some((r) => r.CustomerKey === 'client_people'));
    resolve();
  })
);
done('fuel-soap');

const FuelSdk = require('sfmc-fuelsdk-node');
const old = new FuelSdk(clientId, clientSecret, null, {
  origin: 'https://www.exacttargetapis.com/',
  authOrigin: base.replace(/\/$/, ''),
  soapOrigin: base + 'Service.asmx',
  authOptions: { authVersion: 2, accountId: Number(account) },
});
await new Promise((resolve, reject) =>
  old
    .dataExtensionRow({ Name: 'Client people', CustomerKey: 'client_people', props: ['key', 'cups'] })
    .get((error, answer) => {
      if (error) {
        reject(error);
        return;
      }
      assert.ok([answer.body.Results].flat().length > 0);
      resolve();
    })
);
done('sfmc-fuelsdk-node');
