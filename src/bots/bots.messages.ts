import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const botsMessages: MessageCatalog = {
  en: { 'bot.not_found': 'This bot does not exist or you have no access to it.' },
  es: { 'bot.not_found': 'Este bot no existe o no tienes acceso a él.' },
  fr: { 'bot.not_found': 'Ce bot n’existe pas ou vous n’y avez pas accès.' },
  de: { 'bot.not_found': 'Diesen Bot gibt es nicht, oder Sie haben keinen Zugriff darauf.' },
};
