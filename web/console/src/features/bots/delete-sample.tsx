import type { ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { type Bot, botQuery } from './bot.query.js';

interface Props extends ButtonProps {
  bot: Bot;
  onDeleted?: () => Promise<void>;
}

/** The bot that came with the installation goes without its name being typed. */
export function DeleteSample({ bot, onDeleted, ...button }: Props) {
  const { t } = useTranslation('bots');
  return (
    <ConfirmButton
      {...button}
      title={t('danger.confirmTitle', { name: bot.name })}
      explanation={t('sample.confirm')}
      onConfirm={async () => {
        await ok(api.DELETE('/api/v1/bots/{botId}', { params: { path: { botId: bot.id } } }));
        void queryClient.invalidateQueries({ queryKey: ['bots'] });
        await onDeleted?.();
        queryClient.removeQueries(botQuery(bot.id));
      }}
    >
      {t('sample.delete')}
    </ConfirmButton>
  );
}
