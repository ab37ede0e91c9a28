import { useTranslation } from 'react-i18next';

import type { Schemas } from '../../api/client.js';

/** Who asked, as their site names them; nothing where it was somebody of the bot's people. */
export function VisitorName({ visitor }: { visitor: Schemas['ConversationDto']['visitor'] }) {
  const { t } = useTranslation('conversations');
  if (!visitor) return null;
  const { name, email } = visitor;
  return <>{name && email ? `${name} · ${email}` : (name ?? email ?? t('visitor'))}</>;
}
