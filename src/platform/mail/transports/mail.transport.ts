export interface OutgoingMail {
  /** The same for every attempt; becomes the Message-ID. */
  id: string;
  template: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** The mail will never be taken, so trying again is of no use. */
export class MailRefused extends Error {
  override name = 'MailRefused';
}

/** Port: hands a mail over. */
export abstract class MailTransport {
  /** Throws `MailRefused` for what is final; every other error is worth another attempt. */
  abstract deliver(mail: OutgoingMail): Promise<void>;
}
