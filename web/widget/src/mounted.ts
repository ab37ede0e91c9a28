import { type Complain, fetchConfig } from './bot-config.js';
import { chooseLanguage, launcherWords } from './languages.js';
import { createLauncher, readableOn } from './launcher.js';
import launcherCss from './launcher.css?inline';
import { pageRead, placeOnPage } from './placement.js';
import type { Emit, IdentitySource, MountOptions, Panel, PanelHost, WidgetConfig } from './widget-api.js';

/** Where there is room beside the chat: the page below is not covered by it. */
const ROOMY = '(min-width: 481px)';

/** One widget on the page: its button, and a panel that is fetched when the visitor comes near. */
export class Mounted {
  private readonly host = document.createElement('kyrochat-widget');
  private readonly root = this.host.attachShadow({ mode: 'open' });
  private readonly config: Promise<WidgetConfig | undefined>;
  private readonly server: string;
  private button?: HTMLButtonElement;
  private loading?: Promise<Panel | undefined>;
  private words = launcherWords({}, 'en');
  private gone = false;
  private opened = false;
  /** Where the visitor was before the chat opened. */
  private before?: Element | null;
  private leave?: () => void;

  constructor(
    private readonly options: MountOptions,
    home: string,
    private identity: IdentitySource | undefined,
    private readonly emit: Emit,
    complain: Complain,
  ) {
    this.server = options.server ?? home;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(launcherCss);
    this.root.adoptedStyleSheets = [sheet];
    this.config = options.config?.botId
      ? Promise.resolve(options.config as WidgetConfig)
      : fetchConfig(this.server, options.bot, complain, () => !this.gone).then(
          (found) => found && { ...found, ...options.config },
        );
    void Promise.all([this.config, pageRead()]).then(([found]) => found && !this.gone && this.appear(found));
  }

  get isOpen(): boolean {
    return this.opened;
  }

  /** `focus`: whether the visitor wants to go on there. */
  open(focus = true): void {
    if (this.opened || this.gone) return;
    this.opened = true;
    this.root.querySelector('.tip')?.remove();
    const inside = document.activeElement === this.host || document.activeElement === document.body;
    this.before = inside ? undefined : document.activeElement;
    this.button?.setAttribute('aria-expanded', 'true');
    this.button?.classList.add('busy');
    void this.panel()
      .then((panel) => {
        if (!panel) this.opened = false;
        if (!panel || !this.opened) return;
        panel.show(focus && !this.options.target);
        this.remember(true);
        this.emit('open', undefined);
      })
      .catch(() => {
        this.opened = false;
        this.tell(this.words.offline);
      })
      .finally(() => {
        this.button?.classList.remove('busy');
        this.button?.setAttribute('aria-expanded', String(this.opened));
      });
  }

  close(): void {
    if (!this.opened) return;
    this.opened = false;
    this.remember(false);
    this.button?.setAttribute('aria-expanded', 'false');
    // The focus goes back to where it came from; one that is elsewhere on the page by now stays there.
    const inside = this.root.activeElement !== null;
    void this.loading?.then((panel) => panel?.hide());
    const back = this.before?.isConnected ? (this.before as HTMLElement) : this.button;
    if (inside) back?.focus();
    this.emit('close', undefined);
  }

  send(message: string): void {
    this.open();
    void this.panel().then(
      (panel) => panel?.send(message),
      () => this.tell(this.words.offline),
    );
  }

  identify(identity: IdentitySource | undefined): void {
    this.identity = identity;
    if (!identity) this.forgetUser();
    this.showButton();
    void this.loading?.then((panel) => panel?.identify(identity));
  }

  destroy(): void {
    this.gone = true;
    void this.loading?.then((panel) => panel?.destroy());
    this.leave?.();
  }

  private panel(): Promise<Panel | undefined> {
    this.loading ??= this.load();
    // Without a connection: the next click tries again.
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(): Promise<Panel | undefined> {
    const config = await this.config;
    if (!config || this.gone) return undefined;
    const { createPanel } = await import('./panel.js');
    const place = document.createElement('div');
    place.className = 'panel';
    place.hidden = true;
    this.root.append(place);
    const panelHost: PanelHost = {
      root: this.root,
      place,
      server: this.server,
      publicKey: this.options.bot,
      config,
      language: this.languageOf(config),
      inline: Boolean(this.options.target),
      identity: this.identity,
      close: () => this.close(),
      emit: this.emit,
    };
    return createPanel(panelHost);
  }

  private appear(config: WidgetConfig): void {
    const { theme, texts } = config;
    const { host, options } = this;
    this.words = launcherWords(texts, this.languageOf(config));
    host.dataset.position = theme.position;
    host.dataset.mode = theme.mode;
    if (options.target) host.dataset.inline = '';
    host.style.setProperty('--kyro-primary', theme.primaryColor);
    host.style.setProperty('--kyro-on-primary', readableOn(theme.primaryColor));
    if (options.launcher === false) host.dataset.bare = '';
    else this.addButton(theme.launcherIcon);
    this.leave = placeOnPage(host, options.target);
    this.showButton(config);
    if (options.open) this.open();
    else if (this.wasOpen && matchMedia(ROOMY).matches) this.open(false);
    this.emit('ready', undefined);
  }

  private addButton(icon: WidgetConfig['theme']['launcherIcon']): void {
    const button = createLauncher(this.words.open, icon);
    this.button = button;
    button.addEventListener('click', () => (this.opened ? this.close() : this.open()));
    // The rest is on its way before the click.
    for (const near of ['pointerenter', 'focus', 'touchstart']) {
      button.addEventListener(near, () => void this.panel().catch(() => undefined), {
        once: true,
        passive: true,
      });
    }
    this.root.append(button);
  }

  /** A bot that is only for users whom the site names has no button for others. */
  private showButton(config?: WidgetConfig): void {
    const { button } = this;
    if (config) button?.toggleAttribute('data-named', config.identity === 'required' && !this.options.open);
    if (button) button.hidden = button.hasAttribute('data-named') && this.identity === undefined;
    if (button?.hidden) this.close();
  }

  /** What the visitor is told when not even the panel is there. */
  private tell(text: string): void {
    const tip = document.createElement('div');
    tip.className = 'tip';
    tip.setAttribute('role', 'alert');
    tip.textContent = text;
    this.root.append(tip);
    setTimeout(() => tip.remove(), 8_000);
  }

  private languageOf({ texts }: WidgetConfig): string {
    const { language } = this.options;
    return chooseLanguage(texts, language ? [language] : navigator.languages);
  }

  private get key(): string {
    return `kyrochat:${this.options.bot}:open`;
  }

  /** Somebody has signed out, perhaps before the panel was there: what it has kept of them goes (see `StoredVisit`). */
  private forgetUser(): void {
    const key = `kyrochat:${this.options.bot}`;
    try {
      if (localStorage.getItem(`${key}:user`) === null) return;
      localStorage.removeItem(key);
      localStorage.removeItem(`${key}:user`);
    } catch {
      // Storage is forbidden: nothing was kept.
    }
  }

  /** From page to page of a site, in this tab. */
  private remember(open: boolean): void {
    if (this.options.target) return;
    try {
      if (open) sessionStorage.setItem(this.key, '1');
      else sessionStorage.removeItem(this.key);
    } catch {
      // Storage is forbidden: it is closed on the next page.
    }
  }

  private get wasOpen(): boolean {
    try {
      return !this.options.target && sessionStorage.getItem(this.key) !== null;
    } catch {
      return false;
    }
  }
}
