import { type ChatScript, ScriptedChatModel } from '../../../../test/fakes/scripted-chat-model.mjs';
import { chatRequest, hear } from '../../../../test/support/stubs/chat-requests.js';
import { DomainError } from '../../../kernel/domain-error.js';
import type { MeteredCall } from '../ports/chat-meter.port.js';
import type { ChatModel } from '../ports/chat-model.port.js';
import { CircuitBreaker, WithBreaker } from './circuit-breaker.js';
import { WithDeadlines } from './deadlines.js';
import { WithFallback } from './fallback.js';
import { WithMetering } from './metering.js';
import { WithRetries } from './retries.js';

const down = new DomainError('ai.provider_unavailable', 'unavailable');
const busy = (retryAfter?: number) => new DomainError('ai.provider_busy', 'unavailable', { retryAfter });
const refused = new DomainError('ai.provider_config', 'internal');
const cut = new DomainError('ai.stream_interrupted', 'unavailable');

/** Plays these one after the other, the last one for good. */
const inTurn = (...scripts: ChatScript[]) =>
  new ScriptedChatModel((_, call) => scripts[Math.min(call, scripts.length - 1)]);
const fails = (error: Error, failAt = 0): ChatScript => ({ tokens: ['a', 'b'], failAt, error });
const speaks: ChatScript = { tokens: ['fine'] };

describe('deadlines', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const limited = (model: ChatModel) => new WithDeadlines(model, { firstTokenMs: 1_000, idleMs: 500 });

  it.each<[string, ChatScript, string]>([
    ['never begins', { hangAt: 0 }, ''],
    ['begins too late', { tokens: ['a'], firstTokenDelayMs: 1_100 }, ''],
    ['falls silent', { tokens: ['a', 'b', 'c'], hangAt: 2 }, 'ab'],
  ])('gives up on a provider that %s, and hangs up', async (_, script, text) => {
    const model = new ScriptedChatModel(script);
    const heard = hear(limited(model));
    await jest.advanceTimersByTimeAsync(1_600);
    expect(await heard).toMatchObject({ text, error: { code: 'ai.provider_timeout', kind: 'timeout' } });
    expect(model.calls[0].state).toBe('aborted');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets a provider take its time as long as it speaks', async () => {
    const heard = hear(
      limited(new ScriptedChatModel({ tokens: 10, firstTokenDelayMs: 900, tokensPerSecond: 2.5 })),
    );
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await heard).toMatchObject({ finish: { reason: 'stop' } });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not hold the reader’s own time against the provider', async () => {
    const stream = limited(new ScriptedChatModel({ tokens: ['a', 'b'] })).stream(
      chatRequest(),
      new AbortController().signal,
    );
    await stream.next();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await stream.next()).toMatchObject({ value: { text: 'b' } });
    await stream.return();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('retries', () => {
  const policy = { attempts: 3, baseDelayMs: 100, budgetMs: 2_000 };
  const pauses: number[] = [];
  beforeEach(() => {
    pauses.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  const heardWithin = async (model: ScriptedChatModel, ms = 5_000, random = 0.5) => {
    const heard = hear(new WithRetries(model, policy, () => random));
    await jest.advanceTimersByTimeAsync(ms);
    return heard;
  };

  it('calls again until the provider is back', async () => {
    const model = inTurn(fails(down), fails(busy()), speaks);
    expect(await heardWithin(model)).toMatchObject({ text: 'fine', finish: { reason: 'stop' } });
    expect(model.calls).toHaveLength(3);
  });

  it('gives up after the last attempt, with the fault of that one', async () => {
    const model = inTurn(fails(down), fails(down), fails(busy(1)));
    expect((await heardWithin(model)).error).toMatchObject({ code: 'ai.provider_busy' });
    expect(model.calls).toHaveLength(3);
  });

  it.each([
    [0, 50],
    [0.5, 100],
    [0.999, 149],
  ])('waits with jitter (%d)', async (random, ms) => {
    const model = inTurn(fails(down), speaks);
    const heard = hear(new WithRetries(model, policy, () => random));
    await jest.advanceTimersByTimeAsync(ms - 2);
    expect(model.calls).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(4);
    expect(model.calls).toHaveLength(2);
    await heard;
  });

  it('waits for as long as the provider asks', async () => {
    const model = inTurn(fails(busy(1)), speaks);
    const heard = hear(new WithRetries(model, policy));
    await jest.advanceTimersByTimeAsync(990);
    expect(model.calls).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(20);
    expect(await heard).toMatchObject({ text: 'fine' });
  });

  it('does not wait where the time asked for is beyond the budget', async () => {
    const model = inTurn(fails(busy(30)), speaks);
    expect((await heardWithin(model, 0)).error).toMatchObject({ retryAfter: 30 });
    expect(model.calls).toHaveLength(1);
  });

  it.each([
    ['a wrong key', fails(refused)],
    ['a time-out', fails(new DomainError('ai.provider_timeout', 'timeout'))],
    ['a defect', fails(new Error('boom'))],
    ['a fault after the first text', fails(down, 1)],
    ['a cut answer', fails(cut, 1)],
  ])('does not repeat %s', async (_, script) => {
    const model = inTurn(script, speaks);
    expect((await heardWithin(model)).error).toBe(script.error);
    expect(model.calls).toHaveLength(1);
  });

  it('ends at once when stopped during the pause', async () => {
    const control = new AbortController();
    const stopped = new Error('stopped');
    const model = inTurn(fails(busy(2)), speaks);
    const heard = hear(new WithRetries(model, policy), chatRequest(), control.signal);
    await jest.advanceTimersByTimeAsync(10);
    control.abort(stopped);
    expect((await heard).error).toBe(stopped);
    expect(model.calls).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('circuit breaker', () => {
  let now: number;
  let breaker: CircuitBreaker;
  beforeEach(() => {
    now = 0;
    breaker = new CircuitBreaker({ failures: 3, openMs: 10_000 }, () => now);
  });
  const ask = (script: ChatScript, signal?: AbortSignal) =>
    hear(new WithBreaker(new ScriptedChatModel(script), breaker), chatRequest(), signal);
  const breakIt = async () => {
    for (let i = 0; i < 3; i++) await ask(fails(down));
  };

  it('opens after failures in a row, and refuses without a call', async () => {
    await breakIt();
    const model = new ScriptedChatModel(speaks);
    const { error } = await hear(new WithBreaker(model, breaker));
    expect(error).toMatchObject({ code: 'ai.provider_unavailable', retryAfter: 10 });
    expect(model.calls).toHaveLength(0);
    expect(breaker.state).toBe('open');
  });

  it('stays closed when successes lie between the failures', async () => {
    for (let i = 0; i < 10; i++) await ask(i % 3 === 2 ? speaks : fails(down));
    expect(breaker.state).toBe('closed');
  });

  it.each([
    ['a busy provider', fails(busy())],
    ['a wrong key', fails(refused)],
    ['a cut answer', fails(cut, 1)],
  ])('does not take %s for one that is down', async (_, script) => {
    for (let i = 0; i < 10; i++) await ask(script);
    expect(breaker.state).toBe('closed');
  });

  it('lets one call try when the time is over, and closes when it speaks', async () => {
    await breakIt();
    now = 10_000;
    expect(breaker.state).toBe('half-open');
    const probe = new ScriptedChatModel({ ...speaks, holdAt: 0 });
    const heard = hear(new WithBreaker(probe, breaker));
    await probe.until((calls) => calls[0]?.state === 'held');
    expect((await ask(speaks)).error).toMatchObject({ code: 'ai.provider_unavailable' });
    probe.release();
    expect((await heard).text).toBe('fine');
    expect(breaker.state).toBe('closed');
    expect((await ask(speaks)).text).toBe('fine');
  });

  it('opens again when the one that tries fails', async () => {
    await breakIt();
    now = 10_000;
    await ask(fails(down));
    expect(breaker.state).toBe('open');
    now = 20_000;
    expect((await ask(speaks)).text).toBe('fine');
  });

  it('is not stuck when the one that tries is stopped', async () => {
    await breakIt();
    now = 10_000;
    const control = new AbortController();
    const probe = ask({ hangAt: 0 }, control.signal);
    control.abort();
    await probe;
    expect(breaker.state).toBe('half-open');
    expect((await ask(speaks)).text).toBe('fine');
  });
});

describe('fallback', () => {
  const second = () => new ScriptedChatModel({ tokens: ['second'] }, { id: 'second' });

  it('answers in place of a model that fails, and says who answers', async () => {
    const told: Error[] = [];
    const model = new WithFallback(new ScriptedChatModel(fails(down)), second(), (error) => told.push(error));
    const { chunks, finish } = await hear(model);
    expect(chunks.slice(0, 2)).toEqual([
      { type: 'model', id: 'second' },
      { type: 'text', text: 'second' },
    ]);
    expect(finish?.reason).toBe('stop');
    expect(told).toEqual([down]);
  });

  it('is not asked when the first model speaks', async () => {
    const fallback = second();
    expect((await hear(new WithFallback(new ScriptedChatModel(speaks), fallback))).text).toBe('fine');
    expect(fallback.calls).toHaveLength(0);
  });

  it.each([
    ['has begun', fails(down, 1)],
    ['was cut', fails(cut, 1)],
    ['is defect', fails(new Error('boom'))],
  ])('is not asked when the first model %s', async (_, script) => {
    const fallback = second();
    expect((await hear(new WithFallback(new ScriptedChatModel(script), fallback))).error).toBe(script.error);
    expect(fallback.calls).toHaveLength(0);
  });

  it('does not evade the filters of the first model', async () => {
    const fallback = second();
    const blocked = new ScriptedChatModel({ tokens: [], finish: { reason: 'prompt_blocked' } });
    expect((await hear(new WithFallback(blocked, fallback))).finish?.reason).toBe('prompt_blocked');
    expect(fallback.calls).toHaveLength(0);
  });

  it('is not asked for an answer that was stopped', async () => {
    const fallback = second();
    const control = new AbortController();
    const heard = hear(
      new WithFallback(new ScriptedChatModel({ hangAt: 0 }), fallback),
      chatRequest(),
      control.signal,
    );
    control.abort(new Error('stopped'));
    expect((await heard).error?.message).toBe('stopped');
    expect(fallback.calls).toHaveLength(0);
  });
});

describe('metering', () => {
  const metered = async (script: ChatScript, signal?: AbortSignal) => {
    const calls: MeteredCall[] = [];
    const meter = { record: (call: MeteredCall) => void calls.push(call) };
    await hear(new WithMetering(new ScriptedChatModel(script, { id: 'm' }), meter), chatRequest(), signal);
    return calls;
  };

  it('tells of an answer with its tokens and times', async () => {
    const usage = { promptTokens: 3, completionTokens: 2 };
    const [call, ...more] = await metered({ tokens: ['a', 'b'], firstTokenDelayMs: 20, finish: { usage } });
    expect(more).toEqual([]);
    expect(call).toMatchObject({ model: 'm', outcome: 'stop', usage });
    expect(call.firstTokenMs).toBeGreaterThanOrEqual(15);
    expect(call.totalMs).toBeGreaterThanOrEqual(call.firstTokenMs!);
  });

  it.each([
    ['ai.provider_busy', fails(busy())],
    ['ai.stream_interrupted', fails(cut, 1)],
    ['other', fails(new Error('boom'))],
  ])('tells of a failure: %s', async (outcome, script) => {
    expect(await metered(script)).toMatchObject([{ outcome }]);
  });

  it('tells of an answer that was stopped', async () => {
    expect(await metered({ hangAt: 0 }, AbortSignal.abort())).toMatchObject([{ outcome: 'aborted' }]);
  });
});
