import { Logger } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import type { Database } from '../database/index.js';
import { AccessChanges, Caller, CallerVerifier, type Grant } from '../http/access/index.js';
import { LiveAccess } from './live-access.js';

const USER = newId();
const PLACE = { workspaceId: newId(), botId: newId(), permission: 'conversations:read' } as const;
const MEMBER: Grant = { workspaceId: PLACE.workspaceId, role: 'viewer' };
const REFUSED = new DomainError('auth.unauthenticated', 'unauthenticated');

const callerWith = (...grants: Grant[]) => new Caller(USER, newId(), grants, false);

class Verifier extends CallerVerifier {
  readonly asked: string[] = [];
  /** What the next ones are answered; the last stays. */
  answers: (Caller | Error | Promise<Caller>)[] = [callerWith(MEMBER)];

  async verify(token: string): Promise<Caller> {
    this.asked.push(token);
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0];
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

describe('LiveAccess', () => {
  let verifier: Verifier;
  let changes: AccessChanges;
  let live: LiveAccess;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'setImmediate', 'nextTick'] });
    verifier = new Verifier();
    changes = new AccessChanges({ afterCommit: (hook: () => void) => hook() } as unknown as Database);
    live = new LiveAccess(verifier, changes);
  });
  afterEach(() => jest.useRealTimers());

  const settled = () => new Promise(setImmediate);
  const round = async () => {
    jest.advanceTimersByTime(2_000);
    await settled();
  };
  const open = (token = 'a') => {
    const ended: string[] = [];
    const left: string[] = [];
    const watch = live.watch(
      { token, caller: callerWith(MEMBER) },
      { ended: ({ code }) => ended.push(code) },
    );
    watch.stay('room', PLACE, ({ code }) => left.push(code));
    return { watch, ended, left };
  };

  it('looks at each token once a round, and at nothing when nobody listens', async () => {
    expect(jest.getTimerCount()).toBe(0);
    const watches = ['a', 'a', 'b', 'a'].map((token) => open(token).watch);
    await round();
    expect(verifier.asked).toEqual(['a', 'b']);
    await round();
    expect(verifier.asked).toEqual(['a', 'b', 'a', 'b']);
    for (const watch of watches) watch.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('looks at once after a change, once for many, and only at those concerned', async () => {
    const { watch } = open();
    changes.userChanged(newId());
    changes.sessionEnded(newId());
    await settled();
    expect(verifier.asked).toEqual([]);
    for (let i = 0; i < 5; i++) changes.userChanged(USER);
    await settled();
    expect(verifier.asked).toEqual(['a']);
    watch.close();
    changes.userChanged(USER);
    await settled();
    expect(verifier.asked).toEqual(['a']);
  });

  it('ends a connection once, when its credentials are refused', async () => {
    const { ended, left } = open();
    verifier.answers = [REFUSED];
    await round();
    await round();
    expect([ended, left]).toEqual([['auth.unauthenticated'], []]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets go of a place alone when the caller may be elsewhere', async () => {
    const { ended, left, watch } = open();
    verifier.answers = [callerWith()];
    await round();
    await round();
    expect([ended, left]).toEqual([[], ['workspace.not_found']]);
    watch.stay('room', PLACE, ({ code }) => left.push(code));
    expect(left).toHaveLength(2);
  });

  it.each<[string, Error]>([
    ['of the database', new Error('away')],
    ['that has a code', new DomainError('service.unavailable', 'unavailable')],
  ])('takes no fault %s for a refusal', async (_, fault) => {
    const { ended, left } = open();
    verifier.answers = [fault];
    await round();
    expect([ended, left]).toEqual([[], []]);
    verifier.answers = [REFUSED];
    await round();
    expect(ended).toHaveLength(1);
  });

  it('does not go back to what a slow look saw before a later one', async () => {
    const { watch, left } = open();
    let answer = (_: Caller) => {};
    verifier.answers = [new Promise<Caller>((resolve) => (answer = resolve)), callerWith(MEMBER)];
    changes.userChanged(USER);
    await settled();
    changes.userChanged(USER);
    await settled();
    answer(callerWith());
    await settled();
    expect(left).toEqual([]);
    watch.close();
  });

  it('follows a connection to its fresh token', async () => {
    const { watch, ended } = open();
    watch.renew({ token: 'b', caller: callerWith(MEMBER) });
    await round();
    expect(verifier.asked).toEqual(['b']);
    verifier.answers = [REFUSED];
    await round();
    expect(ended).toHaveLength(1);
    watch.renew({ token: 'c', caller: callerWith(MEMBER) });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps what was worked out from those who may not have it any more', async () => {
    const credentials = { token: 'a', caller: callerWith(MEMBER) };
    await expect(live.while(credentials, PLACE, () => Promise.resolve('answer'))).resolves.toBe('answer');
    verifier.answers = [REFUSED];
    const kept = live.while(credentials, PLACE, () => new Promise<string>(() => {}));
    changes.userChanged(USER);
    await expect(kept).rejects.toBe(REFUSED);
    await expect(
      live.while({ token: 'a', caller: callerWith() }, PLACE, () => new Promise<string>(() => {})),
    ).rejects.toMatchObject({ code: 'workspace.not_found' });
    expect(jest.getTimerCount()).toBe(0);
  });
});
