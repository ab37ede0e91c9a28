import type { SendMailOptions } from 'nodemailer';

import type { OutgoingMail } from './mail.transport.js';

/** What nodemailer is given. The recipient is an object, so that nothing in the address is read as a list of others. */
export function messageOf({ id, to, subject, html, text }: OutgoingMail, from: string): SendMailOptions {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: to },
    subject,
    html,
    text,
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // Nothing in a mail may make us read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
