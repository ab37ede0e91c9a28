export { MailModule } from './mail.module.js';
export { type Mail, Mailer, type MailParams, type MailTemplate } from './mailer.port.js';
