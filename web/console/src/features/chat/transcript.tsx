import { Box, Button, Stack } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Citation } from '../../../../shared/turn-stream.js';
import { MessageBubble } from './message-bubble.js';
import type { Message, ShownMessage } from './use-chat.js';

interface Props {
  messages: ShownMessage[];
  onCitation: (citation: Citation) => void;
  onRated?: (message: Message) => void;
  onAgain?: (messageId: string) => void;
  onInspect?: (messageId: string) => void;
  /** There is more before the first. */
  onEarlier?: () => void;
  loadingEarlier?: boolean;
}

/** How near to its end the transcript counts as "at the end", in pixels. */
const NEAR = 120;

/** A conversation of any length: only what is in sight exists, and the end stays in sight while an answer grows. */
export function Transcript({
  messages,
  onCitation,
  onRated,
  onAgain,
  onInspect,
  onEarlier,
  loadingEarlier,
}: Props) {
  const { t } = useTranslation('chat');
  const viewport = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => 120,
    overscan: 6,
    gap: 16,
    getItemKey: (index) => messages[index].id,
  });
  const last = messages.at(-1);
  useLayoutEffect(() => {
    if (atEnd.current && viewport.current) viewport.current.scrollTop = viewport.current.scrollHeight;
  }, [messages.length, last?.content, last?.status, rows.getTotalSize()]);
  // Earlier messages come in above: what is in sight stays there.
  const first = messages[0]?.id;
  const before = useRef({ first, count: messages.length });
  useLayoutEffect(() => {
    const added = messages.length - before.current.count;
    if (added > 0 && before.current.first !== first && before.current.first) rows.scrollToIndex(added);
    before.current = { first, count: messages.length };
  }, [first, messages.length, rows]);
  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const watch = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    };
    element.addEventListener('scroll', watch, { passive: true });
    return () => element.removeEventListener('scroll', watch);
  }, []);
  return (
    <Box
      ref={viewport}
      flex={1}
      mih={0}
      style={{ overflowY: 'auto' }}
      tabIndex={0}
      role="log"
      aria-label={t('log')}
    >
      {onEarlier && (
        <Stack align="center" py="xs">
          <Button variant="subtle" size="xs" loading={loadingEarlier} onClick={onEarlier}>
            {t('earlier')}
          </Button>
        </Stack>
      )}
      <Box h={rows.getTotalSize()} pos="relative" maw={820} mx="auto" my="md">
        {rows.getVirtualItems().map((row) => {
          const message = messages[row.index];
          return (
            <Box
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              pos="absolute"
              top={0}
              left={0}
              w="100%"
              px="xs"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <MessageBubble
                message={message}
                onCitation={onCitation}
                onRated={onRated}
                onInspect={onInspect}
                onAgain={
                  onAgain && message === last && message.role === 'assistant' && message.stored
                    ? () => onAgain(message.id)
                    : undefined
                }
              />
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}
