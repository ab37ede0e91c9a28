export { Mailer, type Mail, type MailParams, type MailTemplate } from './mailer.port.js';
