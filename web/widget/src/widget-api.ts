import type { WidgetConfig } from './widget-config.js';

export type { WidgetConfig };

/** Who the visitor is, signed by the site: `hash` is HMAC-SHA256 of `userId`, or `token` a JWT; see docs/widget.md. */
export type Identity = { token: string } | { userId: string; hash: string; name?: string; email?: string };

/** An identity, or what gets one whenever it is needed, so that one that ends soon is always a fresh one. */
export type IdentitySource =
  Identity | (() => Identity | null | undefined | Promise<Identity | null | undefined>);

export interface MountOptions {
  /** The bot's public key. */
  bot: string;
  /** Origin of the KyroChat server; that of the script when left out. */
  server?: string;
  /** Shown inside this element instead of at the edge of the window. */
  target?: HTMLElement | null;
  /** Instead of what the server says; for previews. */
  config?: Partial<WidgetConfig>;
  /** BCP 47 tag; the browser's languages when left out. */
  language?: string;
  identity?: IdentitySource | null;
  open?: boolean;
  /** `false`: no button; the site opens the chat by one of its own. */
  launcher?: boolean;
}

export interface WidgetEvents {
  /** The button is on the page. Who listens later hears it at once. */
  ready: undefined;
  open: undefined;
  close: undefined;
  message: { role: 'user' | 'assistant'; content: string };
  error: { code: string; message: string };
}

/** `window.KyroChat`. */
export interface KyroChatApi {
  /** Where the script came from. */
  readonly origin: string;
  /** The public key of the bot that is shown. */
  readonly bot: string | undefined;
  /** Takes calls such as `['open']`, before and after the script has loaded. */
  readonly queue: { push(...calls: Call[]): void };
  open(): void;
  close(): void;
  toggle(): void;
  isOpen(): boolean;
  /** Opens the panel and asks; while an answer is being written, after it. */
  send(message: string): void;
  /** Tells who the visitor is, so that the history follows the account; `null` when they signed out. */
  identify(identity: IdentitySource | null | undefined): void;
  /** Returns what ends the listening. */
  on<Name extends keyof WidgetEvents>(name: Name, listener: (event: WidgetEvents[Name]) => void): () => void;
  /** Shows a widget, in place of any that is there. */
  mount(options: MountOptions): void;
  /** Takes the widget away with everything it added to the page. */
  destroy(): void;
}

type Methods = Omit<KyroChatApi, 'origin' | 'bot' | 'queue'>;
/** A call that may be made before the script has loaded: the method's name, and what it takes. */
export type Call = {
  [Name in keyof Methods]: [Name, ...Parameters<Methods[Name]>];
}[keyof Methods];

export type Emit = <Name extends keyof WidgetEvents>(name: Name, event: WidgetEvents[Name]) => void;

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
  identity: IdentitySource | undefined;
  close(): void;
  emit: Emit;
}

export interface Panel {
  /** `focus`: whether the visitor asked for it, and goes on there. */
  show(focus: boolean): void;
  hide(): void;
  send(message: string): void;
  identify(identity: IdentitySource | undefined): void;
  destroy(): void;
}
