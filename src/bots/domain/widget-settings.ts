/** Texts of the widget that its bot's owner has written over the built-in ones. */
export interface WidgetTexts {
  title?: string;
  subtitle?: string;
  placeholder?: string;
  launcherLabel?: string;
  welcomeMessage?: string;
}

export const WIDGET_MODES = ['auto', 'light', 'dark'] as const;
export const WIDGET_POSITIONS = ['right', 'left'] as const;
export const LAUNCHER_ICONS = ['chat', 'question', 'spark'] as const;
/** Whether a site's own users are told apart: never, when the site names them, or nobody else is served. */
export const IDENTITY_MODES = ['off', 'optional', 'required'] as const;

export interface WidgetTheme {
  /** `#rrggbb` */
  primaryColor: string;
  mode: (typeof WIDGET_MODES)[number];
  position: (typeof WIDGET_POSITIONS)[number];
  launcherIcon: (typeof LAUNCHER_ICONS)[number];
}

/** How a bot is shown on websites, and on which. */
export interface WidgetSettings {
  enabled: boolean;
  /** Hosts whose pages may show it, see `originAllowed`; none: only our own pages. */
  allowedDomains: string[];
  theme: WidgetTheme;
  /** By language tag. */
  texts: Record<string, WidgetTexts>;
  showSources: boolean;
  identity: (typeof IDENTITY_MODES)[number];
}

export const DEFAULT_WIDGET_SETTINGS: Readonly<WidgetSettings> = {
  enabled: true,
  allowedDomains: [],
  theme: { primaryColor: '#0f766e', mode: 'auto', position: 'right', launcherIcon: 'chat' },
  texts: {},
  showSources: true,
  identity: 'off',
};

export const WIDGET_LIMITS = {
  allowedDomains: 50,
  languages: 30,
  texts: { title: 80, subtitle: 160, placeholder: 120, launcherLabel: 60, welcomeMessage: 1_000 },
} as const satisfies { texts: Record<keyof WidgetTexts, number> } & Record<string, unknown>;

/** `given` over the defaults; settings that were added after something was stored are filled in. */
export function widgetSettings(
  given: Partial<Omit<WidgetSettings, 'theme'>> & { theme?: Partial<WidgetTheme> },
) {
  const theme = { ...DEFAULT_WIDGET_SETTINGS.theme, ...defined(given.theme ?? {}) };
  return { ...DEFAULT_WIDGET_SETTINGS, ...defined(given), theme };
}

function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
/** Whatever stands below a name; never below a whole top-level domain. */
const WILDCARD = new RegExp(`^\\*\\.${LABEL}(?:\\.${LABEL})+$`);
const LONGEST_HOST = 253;

/**
 * An entry of the list of domains as it is kept: `example.com`, `*.example.com`, `localhost:8080`, international names in
 * their ASCII form. Undefined for what is no such entry.
 */
export function domainEntry(text: string): string | undefined {
  const [, wildcard, name, port] = /^(\*\.)?([^:]*)(:\d{1,5})?$/.exec(text.trim().toLowerCase()) ?? [];
  if (!name || name.length > LONGEST_HOST || /[/\\@?#%\s[\]]/.test(name)) return undefined;
  const address = `http://${name}${port ?? ''}`;
  if (!URL.canParse(address)) return undefined;
  const host = new URL(address).hostname;
  const entry = `${wildcard ?? ''}${host}`;
  return (wildcard ? WILDCARD : HOST).test(entry) ? `${entry}${port ?? ''}` : undefined;
}
