import { launcherLabel } from './launcher-labels.js';
import launcherCss from './launcher.css?inline';
import type {
  KyroChatApi,
  Panel,
  PanelHost,
  WidgetConfig,
  MountOptions,
  WidgetEvents,
} from './widget-api.js';

/**
 * What a site loads: a button, and an interface for the site's own scripts. Everything else is fetched when the visitor
 * comes near the button, so that the page pays nothing for a chat that nobody opens.
 */

type Listener = (event: never) => void;

const script = document.currentScript as HTMLScriptElement | null;
const home = script ? new URL(script.src).origin : location.origin;
const listeners = new Map<string, Set<Listener>>();
let mounted: Mounted | undefined;

interface Mounted {
  open(): void;
  close(): void;
  isOpen(): boolean;
  withPanel(act: (panel: Panel) => void): void;
  destroy(): void;
}

const ICONS = {
  chat: 'M4 5h16v11H9l-5 4z',
  question: 'M9 9a3 3 0 1 1 4.2 2.7c-.9.4-1.2 1-1.2 2.1M12 17.5v.01M12 21a9 9 0 1 0-9-9 9 9 0 0 0 9 9z',
  spark: 'M12 3l1.9 5.6L19.5 10.5l-5.6 1.9L12 18l-1.9-5.6L4.5 10.5l5.6-1.9zM19 16v4M17 18h4',
};

function emit<Name extends keyof WidgetEvents>(name: Name, event: WidgetEvents[Name]): void {
  for (const listener of listeners.get(name) ?? []) (listener as (event: WidgetEvents[Name]) => void)(event);
}

async function fetchConfig(server: string, publicKey: string): Promise<WidgetConfig | undefined> {
  try {
    const response = await fetch(`${server}/api/v1/public/bots/${encodeURIComponent(publicKey)}`);
    const body = (await response.json()) as WidgetConfig & { code?: string; detail?: string };
    if (response.ok) return body;
    complain(body.code ?? 'unknown', body.detail ?? `HTTP ${response.status}`);
  } catch {
    // Browsers do not say why: a site that the bot does not allow looks like a server that is away.
    complain(
      'unreachable',
      `${server} does not answer this page. Is ${location.host} among the bot's allowed domains?`,
    );
  }
  return undefined;
}

/** To whoever builds the page; visitors see nothing. */
function complain(code: string, message: string): void {
  // eslint-disable-next-line no-console
  console.warn(`KyroChat: ${message} (${code})`);
  emit('error', { code, message });
}

function mount(given: MountOptions): void {
  mounted?.destroy();
  // What a page has put into the prototype of every object is no option.
  const options = Object.assign(Object.create(null) as MountOptions, given);
  const server = options.server ?? home;
  const host = document.createElement('kyrochat-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  let gone = false;
  let opened = false;
  let button: HTMLButtonElement | undefined;
  let loading: Promise<Panel | undefined> | undefined;
  let identity = options.identity;

  const config = options.config?.botId
    ? Promise.resolve(options.config as WidgetConfig)
    : fetchConfig(server, options.bot).then((found) => found && { ...found, ...options.config });

  const panel = (): Promise<Panel | undefined> => {
    loading ??= config.then(async (found) => {
      if (!found || gone) return undefined;
      const { createPanel } = await import('./panel.js');
      const place = document.createElement('div');
      place.className = 'panel';
      place.hidden = true;
      root.append(place);
      const language = options.language ?? navigator.language;
      const panelHost: PanelHost = {
        root,
        place,
        server,
        publicKey: options.bot,
        config: found,
        language,
        inline: options.target !== undefined,
        identity,
        close: () => close(),
        emit,
      };
      return createPanel(panelHost);
    });
    // Without a connection: the next click tries again.
    loading.catch(() => (loading = undefined));
    return loading;
  };

  const open = () => {
    if (opened || gone) return;
    opened = true;
    button?.setAttribute('aria-expanded', 'true');
    button?.classList.add('busy');
    void panel()
      .then((loaded) => {
        if (!opened) return;
        loaded?.show();
        emit('open', undefined);
      })
      .catch(() => {
        opened = false;
        button?.setAttribute('aria-expanded', 'false');
      })
      .finally(() => button?.classList.remove('busy'));
  };

  const close = () => {
    if (!opened) return;
    opened = false;
    button?.setAttribute('aria-expanded', 'false');
    void loading?.then((loaded) => loaded?.hide());
    button?.focus();
    emit('close', undefined);
  };

  mounted = {
    open,
    close,
    isOpen: () => opened,
    withPanel: (act) => void panel().then((loaded) => loaded && act(loaded)),
    destroy: () => {
      gone = true;
      void loading?.then((loaded) => loaded?.destroy());
      host.remove();
    },
  };
  identify = (next) => {
    identity = next;
    void loading?.then((loaded) => loaded?.identify(next));
  };

  void config.then((found) => {
    if (!found || gone) return;
    const { theme } = found;
    host.dataset.position = theme.position;
    host.dataset.mode = theme.mode;
    if (options.target) host.dataset.inline = '';
    host.style.setProperty('--kyro-primary', theme.primaryColor);
    host.style.setProperty('--kyro-on-primary', readableOn(theme.primaryColor));
    button = launcher(found, options.language ?? navigator.language, theme.launcherIcon);
    button.addEventListener('click', () => (opened ? close() : open()));
    // The rest is on its way before the click.
    for (const near of ['pointerenter', 'focus', 'touchstart']) {
      button.addEventListener(near, () => void panel().catch(() => undefined), { once: true, passive: true });
    }
    root.append(button);
    (options.target ?? document.body).append(host);
    if (options.open) open();
  });
}

let identify: KyroChatApi['identify'] = () => undefined;

function launcher(config: WidgetConfig, language: string, icon: keyof typeof ICONS): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-label', launcherLabel(config.texts, language));
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const [className, shape] of [
    ['shut', ICONS[icon] ?? ICONS.chat],
    ['cross', 'M6 6l12 12M18 6L6 18'],
  ]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', className);
    path.setAttribute('d', shape);
    svg.append(path);
  }
  button.append(svg);
  return button;
}

/** Black or white, whichever is easier to read on the colour (WCAG's relative luminance). */
function readableOn(hex: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#111111';
}

const api: KyroChatApi = {
  origin: home,
  open: () => mounted?.open(),
  close: () => mounted?.close(),
  toggle: () => (mounted?.isOpen() ? mounted.close() : mounted?.open()),
  send: (message) => {
    mounted?.open();
    mounted?.withPanel((panel) => panel.send(message));
  },
  identify: (identity) => identify(identity),
  on: (name, listener) => {
    const set = listeners.get(name) ?? new Set<Listener>();
    listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  },
  mount,
  destroy: () => {
    mounted?.destroy();
    mounted = undefined;
  },
};

declare global {
  interface Window {
    KyroChat?: KyroChatApi & { queue?: [Exclude<keyof KyroChatApi, 'origin'>, ...unknown[]][] };
  }
}

// Calls that were made before this script ran: `window.KyroChat = {queue: [['open']]}`.
const waiting = window.KyroChat?.queue ?? [];
window.KyroChat = api;

const bot = script?.dataset.bot;
if (bot) {
  const start = () =>
    mount({ bot, language: script.dataset.language, open: script.dataset.open !== undefined });
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start, { once: true });
}
for (const [name, ...args] of waiting) (api[name] as (...args: unknown[]) => void)(...args);
