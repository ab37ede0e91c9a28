import type { MessageCatalog } from '../platform/http/i18n/index.js';

export const budgetsMessages: MessageCatalog = {
  en: {
    'budget.message_required': 'Write the message that is said when the budget is used up.',
    'budget.model_required': 'Name the model that answers when the budget is used up.',
    'spend.range_invalid': 'Name days that exist, the first before the last, and {days} days at most.',
  },
  es: {
    'budget.message_required': 'Escriba el mensaje que se muestra cuando el presupuesto se agota.',
    'budget.model_required': 'Indique el modelo que responde cuando el presupuesto se agota.',
    'spend.range_invalid':
      'Indique días que existan, el primero antes que el último, y como máximo {days} días.',
  },
  fr: {
    'budget.message_required': 'Rédigez le message affiché lorsque le budget est épuisé.',
    'budget.model_required': 'Indiquez le modèle qui répond lorsque le budget est épuisé.',
    'spend.range_invalid':
      'Indiquez des jours qui existent, le premier avant le dernier, et {days} jours au plus.',
  },
  de: {
    'budget.message_required': 'Schreiben Sie, was gesagt wird, wenn das Budget aufgebraucht ist.',
    'budget.model_required': 'Nennen Sie das Modell, das antwortet, wenn das Budget aufgebraucht ist.',
    'spend.range_invalid':
      'Nennen Sie Tage, die es gibt, den ersten vor dem letzten, und höchstens {days} Tage.',
  },
};
