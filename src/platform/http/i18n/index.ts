export { type Locale, localeOf, LOCALES } from './locale.js';
export { message, type MessageCatalog, registeredCodes, registerMessages } from './messages.js';
