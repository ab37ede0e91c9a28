import { render } from 'preact';

import { Chat } from './chat-state.js';
import { ChatPanel } from './chat-panel.js';
import panelCss from './panel.css?inline';
import { textsFor } from './texts.js';
import { Visitor } from './visitor.js';
import type { Panel, PanelHost } from './widget-api.js';

/** Draws the chat into the loader's shadow root, and connects it to the server when it is first shown. */
export function createPanel(host: PanelHost): Panel {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panelCss);
  host.root.adoptedStyleSheets = [...host.root.adoptedStyleSheets, sheet];
  const texts = textsFor(host.config, host.language);
  const visitor = new Visitor(host.server, host.publicKey, host.language, host.identity);
  let loaded: Promise<void> | undefined;
  const chat = new Chat(visitor, draw, (role, content) => host.emit('message', { role, content }));

  function draw(): void {
    render(<ChatPanel host={host} chat={chat} state={chat.state} texts={texts} />, host.place);
  }

  host.place.dir = texts.direction;
  host.place.lang = host.language;
  host.place.setAttribute('role', 'dialog');
  host.place.setAttribute('aria-label', texts.title || texts.dialog);
  host.place.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !host.inline) host.close();
  });
  draw();

  return {
    show: () => {
      host.place.hidden = false;
      loaded ??= chat.load();
      // Inside a page it must not take the focus from where the person is.
      if (!host.inline) host.place.querySelector('textarea')?.focus();
    },
    hide: () => {
      host.place.hidden = true;
    },
    send: (message) => {
      loaded ??= chat.load();
      void loaded.then(() => chat.send(message));
    },
    identify: (identity) => {
      chat.fresh();
      loaded = visitor.identify(identity).then(
        () => chat.load(),
        () => chat.load(),
      );
    },
    destroy: () => {
      chat.end();
      render(null, host.place);
    },
  };
}
