import { render } from 'preact';

import { TurnRefused } from '../../shared/turn-stream.js';
import { Chat } from './chat-state.js';
import { ChatPanel } from './chat-panel.js';
import panelCss from './panel.css?inline';
import { fitToScreen } from './screen.js';
import { textsFor } from './texts.js';
import { Visitor } from './visitor.js';
import type { IdentitySource, Panel, PanelHost } from './widget-api.js';

/** Draws the chat into the loader's shadow root, and connects it to the server when it is first shown. */
export function createPanel(host: PanelHost): Panel {
  const { root, place, config } = host;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panelCss);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const texts = textsFor(config, host.language);
  // Of a site's users this bot wants to know nothing.
  const known = (identity: IdentitySource | undefined) => (config.identity === 'off' ? undefined : identity);
  const visitor = new Visitor(host.server, host.publicKey, host.language, known(host.identity));
  let loaded: Promise<void> | undefined;
  let user = subjectOf(known(host.identity));
  const chat = new Chat(
    visitor,
    drawSoon,
    (role, content) => host.emit('message', { role, content }),
    (error) => host.emit('error', reportOf(error)),
  );
  const ended = new AbortController();
  const { signal } = ended;

  let drawing: number | undefined;
  /** Once for all that has come: an answer that is taken up again comes in hundreds of pieces at once. */
  function drawSoon(): void {
    drawing ??= window.setTimeout(draw, 16);
  }

  function draw(): void {
    drawing = undefined;
    if (signal.aborted) return;
    const { activeElement } = root;
    render(<ChatPanel host={host} chat={chat} state={chat.state} texts={texts} />, place);
    // What had the focus is gone, or is of no use any more: whoever goes by keyboard stays in the chat.
    const lost = activeElement && (!activeElement.isConnected || activeElement.matches(':disabled'));
    if (lost) place.querySelector<HTMLElement>('.log')?.focus();
  }

  place.dir = texts.direction;
  place.lang = host.language;
  place.setAttribute('role', 'dialog');
  place.setAttribute('aria-label', texts.title);
  place.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !host.inline && !event.isComposing) host.close();
  });
  // To the page it looks as if the whole widget were typed at: its shortcuts would take letters for commands.
  for (const type of ['keydown', 'keypress', 'keyup']) {
    place.addEventListener(type, (event) => event.stopPropagation());
  }
  document.addEventListener(
    'visibilitychange',
    () => {
      if (loaded && !place.hidden && document.visibilityState === 'visible') void chat.refresh();
    },
    { signal },
  );
  addEventListener(
    'online',
    () => {
      if (chat.state.problem?.kind === 'offline') void chat.retry();
    },
    { signal },
  );
  if (!host.inline) fitToScreen(place, signal);
  draw();

  return {
    show: (focus) => {
      place.hidden = false;
      if (loaded) void chat.refresh();
      loaded ??= chat.load();
      if (focus) place.querySelector('textarea')?.focus();
    },
    hide: () => {
      place.hidden = true;
    },
    send: (message) => {
      loaded ??= chat.load();
      void chat.sendNext(message);
    },
    identify: (given) => {
      const identity = known(given);
      const next = subjectOf(identity);
      if (next === user) return visitor.renew(identity);
      user = next;
      visitor.identify(identity);
      chat.leave();
      loaded &&= chat.load();
    },
    destroy: () => {
      ended.abort();
      chat.end();
      render(null, place);
    },
  };
}

function reportOf(error: unknown): { code: string; message: string } {
  if (error instanceof TurnRefused) return { code: error.problem.code, message: error.problem.detail };
  return { code: error instanceof TypeError ? 'offline' : 'unknown', message: String(error) };
}

/** Whom an identity is about; what is fetched each time, or cannot be read, may be about anybody. */
function subjectOf(identity: IdentitySource | undefined): unknown {
  if (!identity) return undefined;
  if (typeof identity === 'function') return identity;
  if (!('token' in identity)) return identity.userId;
  try {
    const [, claims] = identity.token.split('.');
    return (JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/'))) as { sub?: unknown }).sub;
  } catch {
    return identity;
  }
}
