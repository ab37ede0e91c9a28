import { Mounted } from './mounted.js';
import type { Call, Emit, IdentitySource, KyroChatApi, MountOptions, WidgetEvents } from './widget-api.js';

/**
 * What a site loads: a button, and an interface for the site's own scripts. Everything else is fetched when the visitor
 * comes near the button, so that the page pays nothing for a chat that nobody opens.
 */

type Listener = (event: never) => void;

declare global {
  interface Window {
    KyroChat?: Partial<Omit<KyroChatApi, 'queue'>> & { queue?: unknown };
  }
}

/** Of the wrapper that the build puts around this script: where the rest is loaded from. */
declare const kyroChat: { home: string };

// Scripts that others put in, such as tag managers or module loaders, have no `currentScript`.
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[data-bot][src*="/widget.js"]');
const home = script?.src ? new URL(script.src).origin : location.origin;
kyroChat.home = home;
const EVENTS: (keyof WidgetEvents)[] = ['ready', 'open', 'close', 'message', 'error'];
const listeners = new Map<string, Set<Listener>>();
let mounted: Mounted | undefined;
let shown: string | undefined;
let identity: IdentitySource | undefined;
let ready = false;

const emit: Emit = (name, event) => {
  if (name === 'ready') ready = true;
  for (const listener of [...(listeners.get(name) ?? [])]) call(listener, event);
};

/** A listener that throws is the page's own affair. */
function call(listener: Listener, event: unknown): void {
  try {
    (listener as (event: unknown) => void)(event);
  } catch (error) {
    reportError(error);
  }
}

/** To whoever builds the page; visitors see nothing. */
function complain(code: string, message: string): void {
  // eslint-disable-next-line no-console -- the console is where the site's developer looks
  console.warn(`KyroChat: ${message} (${code})`);
  emit('error', { code, message });
}

const misused = (message: string) => complain('misused', message);

function isIdentity(value: unknown): value is IdentitySource {
  if (typeof value === 'function') return true;
  const { token, userId, hash } = Object(value) as Record<string, unknown>;
  return typeof token === 'string' || (typeof userId === 'string' && typeof hash === 'string');
}

const api: KyroChatApi = {
  origin: home,
  get bot() {
    return shown;
  },
  queue: { push: (...calls) => calls.forEach(run) },
  open: () => mounted?.open(),
  close: () => mounted?.close(),
  toggle: () => (mounted?.isOpen ? mounted.close() : mounted?.open()),
  isOpen: () => mounted?.isOpen ?? false,
  send: (message) => {
    if (typeof message !== 'string') return misused('send takes a text');
    mounted?.send(message);
  },
  identify: (next) => {
    if (next && !isIdentity(next)) return misused('identify takes { userId, hash }, { token }, or null');
    identity = next ?? undefined;
    mounted?.identify(identity);
  },
  on: (name, listener) => {
    if (!EVENTS.includes(name) || typeof listener !== 'function') {
      misused(`on takes one of ${EVENTS.join(', ')}, and a function`);
      return () => undefined;
    }
    const set = listeners.get(name) ?? new Set<Listener>();
    listeners.set(name, set.add(listener));
    if (name === 'ready' && ready) call(listener, undefined);
    return () => void set.delete(listener);
  },
  mount: (given) => {
    // What a page has put into the prototype of every object is no option.
    const options = Object.assign(Object.create(null) as MountOptions, given);
    if (typeof options.bot !== 'string') return misused('mount takes { bot }, the public key of a bot');
    if (options.identity && !isIdentity(options.identity)) return misused('mount: this is no identity');
    api.destroy();
    shown = options.bot;
    mounted = new Mounted(options, home, options.identity ?? identity, emit, complain);
  },
  destroy: () => {
    mounted?.destroy();
    mounted = shown = undefined;
    ready = false;
  },
};

function run(wanted: Call): void {
  const [name, ...args] = Array.isArray(wanted) ? (wanted as unknown[]) : [wanted];
  const method =
    Object.hasOwn(api, String(name)) && (api as unknown as Record<string, unknown>)[String(name)];
  if (typeof method !== 'function') return misused(`${String(name)} is nothing that can be called`);
  call(() => (method as (...args: unknown[]) => void)(...args), undefined);
}

const former = window.KyroChat;
// A page that names the script twice, or runs it again while visitors browse, has one widget.
const current = former?.mount ? (former as KyroChatApi) : api;
if (current === api) window.KyroChat = api;

const { bot, language, open, launcher } = script?.dataset ?? {};
if (bot && current.bot !== bot) {
  const server = current === api ? undefined : home;
  current.mount({ bot, server, language, open: open !== undefined, launcher: launcher !== 'off' });
}
// Calls that were made before this script ran: `window.KyroChat = {queue: [['open']]}`.
if (current === api && Array.isArray(former?.queue)) (former.queue as Call[]).forEach(run);
