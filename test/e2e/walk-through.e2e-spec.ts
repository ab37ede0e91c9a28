import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Mailbox } from '../support/mailbox.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { type Assignment, differences, fieldOf, httpCall, stepsOf } from '../support/walk-through.js';

const steps = stepsOf(readFileSync(join(__dirname, '../../docs/walk-through.md'), 'utf8'));

/** The document is the test: its commands are sent to a fresh installation, and its answers are what must come. */
describe('docs/walk-through.md', () => {
  let server: TestApp;
  let mailbox: Mailbox;
  const variables = new Map<string, string>();

  beforeAll(async () => {
    // As somebody would start it: limits and all.
    server = await startTestApp({ env: { RATE_LIMITS: 'on' } });
    mailbox = new Mailbox(server.config.dataDir);
    variables.set('API', `${server.url}/api/v1`);
  });
  afterAll(() => server.close());

  const valueOf = async ({ from }: Assignment, body: unknown): Promise<string> =>
    'field' in from ? fieldOf(body, from.field) : Mailbox.token(await mailbox.next(from.to, from.mail));

  it('has steps', () => expect(steps.length).toBeGreaterThan(20));

  it.each(steps.map((step) => [step.title, step] as const))('%s', async (_, step) => {
    const { url, ...init } = httpCall(step.command, variables);
    const answer = await fetch(url, init);
    const text = await answer.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    expect({ status: answer.status, empty: text === '' }).toEqual({
      status: step.status,
      empty: step.shown === undefined,
    });
    if (step.shown !== undefined) expect(differences(step.shown, body, variables)).toEqual([]);
    for (const kept of step.kept) variables.set(kept.name, await valueOf(kept, body));
  });
});
