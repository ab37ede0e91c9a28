import type { MessageCatalog } from '../i18n/index.js';

export const idempotencyMessages: MessageCatalog = {
  en: {
    'idempotency.key_reused':
      'This Idempotency-Key was used for another request. Use a new key for each request.',
    'idempotency.key_invalid': 'The Idempotency-Key must be 1 to 255 visible ASCII characters.',
  },
  es: {
    'idempotency.key_reused':
      'Esta Idempotency-Key ya se usó para otra petición. Usa una clave nueva para cada petición.',
    'idempotency.key_invalid': 'La Idempotency-Key debe tener de 1 a 255 caracteres ASCII visibles.',
  },
  fr: {
    'idempotency.key_reused':
      'Cette Idempotency-Key a déjà servi à une autre requête. Utilisez une clé nouvelle pour chaque requête.',
    'idempotency.key_invalid': 'L’Idempotency-Key doit avoir de 1 à 255 caractères ASCII visibles.',
  },
  de: {
    'idempotency.key_reused':
      'Dieser Idempotency-Key gehört schon zu einer anderen Anfrage. Nehmen Sie für jede Anfrage einen neuen.',
    'idempotency.key_invalid': 'Der Idempotency-Key muss aus 1 bis 255 sichtbaren ASCII-Zeichen bestehen.',
  },
};
