import type { MailTemplate } from '../mailer.port.js';

/** The words of one mail; `{name}` and the like are replaced by the mail's params. */
export interface MailText {
  subject: string;
  /** Paragraphs before the button. */
  lines: string[];
  /** Label of the button that leads to `{link}`. */
  action?: string;
  /** Paragraphs after the button, smaller. */
  notes?: string[];
}

/** One language. */
export interface MailTexts {
  greeting: string;
  /** For mails to people whose name we do not know. */
  greetingUnnamed: string;
  /** Before the address that the button leads to. */
  linkHint: string;
  footer: string;
  roles: Record<string, string>;
  mails: Record<MailTemplate, MailText> & {
    /** The other half of `second-factor-changed`. */
    'second-factor-removed': MailText;
  };
}
