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
