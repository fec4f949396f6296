/** Path-string calls and middleware. */
import { connect } from '../connect.ts';

await using connection = await connect(true);
const { center } = connection;
const [{ uuid } = { uuid: '' }] = await center.machines.list();

const { data, error } = await center.GET('/securevm/{uuid}', { params: { path: { uuid } } });
if (error) console.error(error.code, error.message);
else console.log(data.name, data.status);

center.openapiFetch.use({
  onRequest({ request, schemaPath }) {
    request.headers.set('X-Request-Id', crypto.randomUUID());
    console.log(request.method, schemaPath);
    return request;
  },
});

await center.machines.list();
