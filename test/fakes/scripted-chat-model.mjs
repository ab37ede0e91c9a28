/**
 * A chat model that plays a script. Plain JavaScript, so that tests (through jest) and benchmarks (on the compiled
 * server) share one implementation; it fits the ChatModel port by shape. Types: scripted-chat-model.d.mts.
 */
export class ScriptedChatModel {
  calls = [];
  #keepCalls;
  #played = 0;
  #script;
  #waiters = [];

  constructor(script = {}, { id = 'scripted', keepCalls = Infinity } = {}) {
    this.id = id;
    this.#keepCalls = keepCalls;
    this.#script = script;
  }

  /** Plays `script` from the next call on; calls under way keep theirs. */
  play(script) {
    this.#script = script;
  }

  get lastRequest() {
    return this.calls.at(-1)?.request;
  }

  /** Resolves when `predicate(calls)` holds; checked whenever a call starts, delivers, is held or ends. */
  async until(predicate) {
    if (predicate(this.calls)) return;
    await new Promise((resolve) => this.#waiters.push({ predicate, resolve }));
  }

  /** Lets every call that is held go on. */
  release() {
    for (const call of this.calls) call.release?.();
  }

  /** What `ChatModels.register` takes; `scheme` 'offline' puts the script in place of the default model. */
  provider(scheme = this.id.split(':')[0]) {
    return { scheme, models: () => [this.id], open: () => this };
  }

  async *stream(request, signal) {
    const script = typeof this.#script === 'function' ? this.#script(request, this.#played) : this.#script;
    const call = { request, delivered: 0, state: 'running', release: undefined };
    this.#played += 1;
    this.calls.push(call);
    if (this.calls.length > this.#keepCalls) this.calls.shift();
    this.#changed();
    try {
      call.state = (yield* this.#perform(script, call, signal)) ? 'finished' : 'cut';
    } catch (error) {
      call.state = signal.aborted ? 'aborted' : 'failed';
      throw error;
    } finally {
      if (call.state === 'running') call.state = 'left';
      this.#changed();
    }
  }

  async *#perform(script, call, signal) {
    signal.throwIfAborted();
    const tokens = tokensOf(script);
    const start = performance.now() + (script.firstTokenDelayMs ?? 0);
    const gapMs = script.tokensPerSecond ? 1000 / script.tokensPerSecond : 0;
    for (let i = 0; i <= tokens.length; i++) {
      if (script.failAt === i) throw script.error ?? new Error('scripted failure');
      if (script.cutAt === i) return false;
      if (script.hangAt === i) await forever(signal);
      if (script.holdAt === i) await this.#hold(call, signal);
      if (i === tokens.length) break;
      const waitMs = start + i * gapMs - performance.now();
      if (waitMs > 0) await delay(waitMs, signal);
      signal.throwIfAborted();
      call.delivered += 1;
      if (this.#waiters.length > 0) this.#changed();
      yield { type: 'text', text: tokens[i] };
      signal.throwIfAborted();
    }
    const usage = { promptTokens: countTokens(promptOf(call.request)), completionTokens: tokens.length };
    yield { type: 'finish', reason: 'stop', usage, ...script.finish };
    return true;
  }

  async #hold(call, signal) {
    call.state = 'held';
    const released = new Promise((resolve) => (call.release = resolve));
    this.#changed();
    await Promise.race([released, forever(signal)]);
    call.state = 'running';
    call.release = undefined;
  }

  #changed() {
    const met = this.#waiters.filter(({ predicate }) => predicate(this.calls));
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve();
  }
}

/** `count` short tokens that read as text and cite the first passage at the end. */
export function sampleTokens(count) {
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? ' [1]' : `${i ? ' ' : ''}word${i}`));
}

function tokensOf({ tokens = 5 }) {
  return typeof tokens === 'number' ? sampleTokens(tokens) : typeof tokens === 'string' ? [tokens] : tokens;
}

function promptOf({ system, messages }) {
  return system + messages.map(({ content }) => content).join(' ');
}

function countTokens(text) {
  return Math.ceil(text.length / 4);
}

function delay(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal.reason);
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Rejects when the signal aborts; never resolves. */
function forever(signal) {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
