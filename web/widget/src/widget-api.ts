/** What the public description of a bot holds; see `GET /api/v1/public/bots/{publicKey}`. */
export interface WidgetConfig {
  botId: string;
  name: string;
  welcomeMessage: string;
  suggestedQuestions: string[];
  theme: {
    primaryColor: string;
    mode: 'auto' | 'light' | 'dark';
    position: 'right' | 'left';
    launcherIcon: 'chat' | 'question' | 'spark';
  };
  /** Texts of the site's own, by language tag. */
  texts: Record<
    string,
    Partial<Record<'title' | 'subtitle' | 'placeholder' | 'launcherLabel' | 'welcomeMessage', string>>
  >;
  showSources: boolean;
  identity: 'off' | 'optional' | 'required';
}

/** Who the visitor is, signed by the site: `hash` is HMAC-SHA256 of `userId`, or `token` a JWT; see docs/widget.md. */
export type Identity = { token: string } | { userId: string; hash: string; name?: string; email?: string };

export interface MountOptions {
  /** The bot's public key. */
  bot: string;
  /** Origin of the KyroChat server; that of the script when left out. */
  server?: string;
  /** Shown inside this element instead of at the edge of the window. */
  target?: HTMLElement;
  /** Instead of what the server says; for previews. */
  config?: Partial<WidgetConfig>;
  /** BCP 47 tag; the browser's language when left out. */
  language?: string;
  identity?: Identity;
  open?: boolean;
}

export interface WidgetEvents {
  open: undefined;
  close: undefined;
  message: { role: 'user' | 'assistant'; content: string };
  error: { code: string; message: string };
}

/** `window.KyroChat`. Every method may be called before the widget has loaded. */
export interface KyroChatApi {
  /** Where the script came from. */
  readonly origin: string;
  open(): void;
  close(): void;
  toggle(): void;
  /** Opens the panel and asks. */
  send(message: string): void;
  /** Tells who the visitor is, so that the history follows the account; `undefined` when they signed out. */
  identify(identity: Identity | undefined): void;
  /** Returns what ends the listening. */
  on<Name extends keyof WidgetEvents>(name: Name, listener: (event: WidgetEvents[Name]) => void): () => void;
  /** Shows a widget, in place of any that is there. */
  mount(options: MountOptions): void;
  /** Takes the widget away with everything it added to the page. */
  destroy(): void;
}

/** What the panel, loaded later, gets from the loader and gives back. */
export interface PanelHost {
  root: ShadowRoot;
  /** Where the panel is drawn. */
  place: HTMLElement;
  server: string;
  publicKey: string;
  config: WidgetConfig;
  language: string;
  inline: boolean;
  identity: Identity | undefined;
  close(): void;
  emit<Name extends keyof WidgetEvents>(name: Name, event: WidgetEvents[Name]): void;
}

export interface Panel {
  show(): void;
  hide(): void;
  send(message: string): void;
  identify(identity: Identity | undefined): void;
  destroy(): void;
}
