import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const conversationsMessages: MessageCatalog = {
  en: {
    'conversation.not_found': 'This conversation does not exist or you have no access to it.',
    'message.not_found': 'This message does not exist or you have no access to it.',
    'message.not_an_answer': 'This message is a question. Name one of the bot’s answers.',
  },
  es: {
    'conversation.not_found': 'Esta conversación no existe o usted no tiene acceso a ella.',
    'message.not_found': 'Este mensaje no existe o usted no tiene acceso a él.',
    'message.not_an_answer': 'Este mensaje es una pregunta. Indique una de las respuestas del bot.',
  },
  fr: {
    'conversation.not_found': 'Cette conversation n’existe pas ou vous n’y avez pas accès.',
    'message.not_found': 'Ce message n’existe pas ou vous n’y avez pas accès.',
    'message.not_an_answer': 'Ce message est une question. Indiquez une des réponses du bot.',
  },
  de: {
    'conversation.not_found': 'Diese Unterhaltung gibt es nicht, oder Sie haben keinen Zugriff darauf.',
    'message.not_found': 'Diese Nachricht gibt es nicht, oder Sie haben keinen Zugriff darauf.',
    'message.not_an_answer': 'Diese Nachricht ist eine Frage. Nennen Sie eine der Antworten des Bots.',
  },
};
