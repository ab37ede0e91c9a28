/**
 * node bench/login/login.mjs [tries]
 * Whether the time of a failed sign-in tells if an account exists: medians over 500 tries each for an unknown address,
 * a known one with a wrong password and a suspended one with the right password, taken in turns. Needs the compiled
 * product.
 */
import { Api, percentile } from '../support/api.mjs';
import { startServerProcess } from '../support/server-process.mjs';

const TRIES = Number(process.argv[2] ?? 500);
const WARM_UP = 20;
const PASSWORD = 'a long bench password';

const server = await startServerProcess();
const administrator = new Api(server.url);
await administrator
  .call('POST', '/auth/register', { email: 'admin@example.com', password: PASSWORD })
  .then(({ accessToken }) => (administrator.token = accessToken));
const register = (email) => new Api(server.url).call('POST', '/auth/register', { email, password: PASSWORD });
await register('known@example.com');
const { user } = await register('suspended@example.com');
await administrator.call('PATCH', `/admin/users/${user.id}`, { suspended: true });

const kinds = {
  unknown: () => ({ email: 'nobody@example.com', password: 'not the password' }),
  known: () => ({ email: 'known@example.com', password: 'not the password' }),
  suspended: () => ({ email: 'suspended@example.com', password: PASSWORD }),
};
const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
for (let round = -WARM_UP; round < TRIES; round++) {
  for (const [kind, credentials] of Object.entries(kinds)) {
    const ms = await refusedAfter(credentials());
    if (round >= 0) times[kind].push(ms);
  }
}
await server.stop();

const median = (kind) => percentile(times[kind], 50);
for (const kind of Object.keys(kinds)) {
  const ratio = median(kind) / median('unknown');
  console.log(
    `${kind.padEnd(9)} median ${median(kind).toFixed(2)} ms, p95 ${percentile(times[kind], 95).toFixed(2)} ms` +
      (kind === 'unknown'
        ? ''
        : `; ratio to unknown ${ratio.toFixed(3)} (bar 0.95 to 1.05), AUC ${areaUnderCurve(times.unknown, times[kind]).toFixed(3)} (bar 0.4 to 0.6)`),
  );
}

async function refusedAfter(credentials) {
  const started = performance.now();
  const response = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  const { code } = await response.json();
  const ms = performance.now() - started;
  if (code !== 'auth.invalid_credentials') throw new Error(`login answered ${response.status} ${code}`);
  return ms;
}

/** How well one time tells which of the two it is: 0.5 is a guess, 1 is certainty. */
function areaUnderCurve(some, others) {
  const later = some.map(
    (a) => others.filter((b) => b > a).length + others.filter((b) => b === a).length / 2,
  );
  return later.reduce((sum, n) => sum + n, 0) / (some.length * others.length);
}
