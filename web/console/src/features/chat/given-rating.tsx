import { Badge, Text } from '@mantine/core';
import { IconThumbDownFilled, IconThumbUpFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Message } from './use-chat.js';

/** What the person who asked thought of the answer, in their words. */
export function GivenRating({ message: { rating, feedbackComment } }: { message: Message }) {
  const { t } = useTranslation('chat');
  if (!rating) return null;
  const Icon = rating === 'up' ? IconThumbUpFilled : IconThumbDownFilled;
  return (
    <>
      <Badge
        variant="light"
        size="sm"
        tt="none"
        color={rating === 'up' ? 'kyro' : 'orange'}
        leftSection={<Icon size={12} aria-hidden />}
      >
        {t(`rate.${rating}`)}
      </Badge>
      {feedbackComment && (
        <Text size="sm" c="var(--kyro-muted)" fs="italic" style={{ overflowWrap: 'anywhere' }}>
          {feedbackComment}
        </Text>
      )}
    </>
  );
}
