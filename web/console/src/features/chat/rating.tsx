import { ActionIcon, Button, Group, Popover, Stack, Textarea } from '@mantine/core';
import { IconThumbDown, IconThumbDownFilled, IconThumbUp, IconThumbUpFilled } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import type { Message } from './use-chat.js';

interface Props {
  message: Message;
  onRated: (message: Message) => void;
}

/** Thumbs, and on a thumb down the question why. */
export function Rating({ message, onRated }: Props) {
  const { t } = useTranslation('chat');
  const [asking, setAsking] = useState(false);
  const [comment, setComment] = useState(message.feedbackComment ?? '');
  const rate = useMutation({
    mutationFn: (body: { rating: 'up' | 'down' | null; comment?: string }) =>
      ok(
        api.PUT('/api/v1/messages/{messageId}/feedback', {
          params: { path: { messageId: message.id } },
          body,
        }),
      ),
    onSuccess: onRated,
  });
  const toggle = (rating: 'up' | 'down') => {
    const next = message.rating === rating ? null : rating;
    rate.mutate({ rating: next });
    setAsking(next === 'down');
  };
  return (
    <Popover opened={asking} onChange={setAsking} width={300} withArrow trapFocus>
      <Group gap={2}>
        <ActionIcon
          variant="subtle"
          color={message.rating === 'up' ? undefined : 'gray'}
          aria-label={t('rate.up')}
          aria-pressed={message.rating === 'up'}
          onClick={() => toggle('up')}
        >
          {message.rating === 'up' ? <IconThumbUpFilled size={16} /> : <IconThumbUp size={16} />}
        </ActionIcon>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color={message.rating === 'down' ? undefined : 'gray'}
            aria-label={t('rate.down')}
            aria-pressed={message.rating === 'down'}
            onClick={() => toggle('down')}
          >
            {message.rating === 'down' ? <IconThumbDownFilled size={16} /> : <IconThumbDown size={16} />}
          </ActionIcon>
        </Popover.Target>
      </Group>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rate.mutate({ rating: 'down', comment }, { onSuccess: () => setAsking(false) });
          }}
        >
          <Stack gap="xs">
            <Textarea
              autosize
              minRows={2}
              maxLength={1000}
              label={t('rate.why')}
              value={comment}
              onChange={(event) => setComment(event.currentTarget.value)}
            />
            <ProblemAlert error={rate.error} />
            <Button type="submit" size="xs" loading={rate.isPending}>
              {t('rate.send')}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
