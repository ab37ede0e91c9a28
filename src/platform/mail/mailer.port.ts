/** The mails that the product sends, and what each needs to be written. */
export interface MailParams {
  'verify-email': { name: string; link: string; hours: number };
  'reset-password': { name: string; link: string; minutes: number };
  'password-changed': { name: string; time: string; ip: string };
  /** To the address in use: may it be replaced? */
  'approve-email-change': { name: string; newEmail: string; link: string; hours: number };
  /** To the new address: is it yours? */
  'confirm-email-change': { name: string; link: string; hours: number };
  'email-changed': { name: string; newEmail: string };
  /** Somebody tried to register with an address that has an account. */
  'already-registered': { name: string; link: string };
  'second-factor-changed': { name: string; enabled: boolean; time: string; ip: string };
  'account-deletion-scheduled': { name: string; link: string; date: string };
  'account-deleted': { name: string };
  invitation: { inviter: string; workspace: string; role: string; link: string; days: number };
  'ownership-transferred': { name: string; workspace: string; newOwner: string };
  /** To the member who is the owner now, because the account of the only one was deleted. */
  'ownership-inherited': { name: string; workspace: string; link: string };
}

export type MailTemplate = keyof MailParams;

export interface Mail<T extends MailTemplate = MailTemplate> {
  template: T;
  /** One address. */
  to: string;
  /** Language of the text: en, es, fr or de. */
  locale: string;
  params: MailParams[T];
}

/** Port: sends mails. */
export abstract class Mailer {
  /** Call it inside the transaction that makes the mail true: it is sent once that has committed, and only then. */
  abstract send<T extends MailTemplate>(mail: Mail<T>): Promise<void>;
}
