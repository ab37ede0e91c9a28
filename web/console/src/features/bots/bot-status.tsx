import { Badge, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '../../api/client.js';

const COLORS = { empty: 'gray', training: 'blue', ready: 'kyro', attention: 'orange' } as const;

export function BotStatus({ status }: { status: Schemas['BotDto']['status'] }) {
  const { t } = useTranslation('bots');
  return (
    <Badge
      variant="light"
      color={COLORS[status]}
      tt="none"
      fw={600}
      leftSection={status === 'training' ? <Loader size={10} color="blue" aria-hidden /> : undefined}
    >
      {t(`status.${status}`)}
    </Badge>
  );
}
