import { ActionIcon, Group, Textarea } from '@mantine/core';
import { IconArrowUp, IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  busy: boolean;
  onSubmit: (text: string) => void;
  onStop: () => void;
  /** Put back after a failed send, so that nothing typed is lost. */
  restored?: string;
  /** On its way after all: it need not be typed, or sent, twice. */
  sentAgain?: { question: string };
}

/** Enter sends, Shift+Enter breaks the line. */
export function Composer({ busy, onSubmit, onStop, restored, sentAgain }: Props) {
  const { t } = useTranslation('chat');
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (restored) setText((current) => current || restored);
  }, [restored]);
  useEffect(() => {
    if (sentAgain) setText((current) => (current === sentAgain.question ? '' : current));
  }, [sentAgain]);
  const submit = () => {
    const question = text.trim();
    if (!question || busy) return;
    setText('');
    onSubmit(question);
    field.current?.focus();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Textarea
          ref={field}
          flex={1}
          autosize
          autoFocus
          minRows={1}
          maxRows={8}
          radius="lg"
          size="md"
          placeholder={t('placeholder')}
          aria-label={t('placeholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        {busy ? (
          <ActionIcon
            size={42}
            radius="xl"
            color="gray"
            variant="light"
            onClick={onStop}
            aria-label={t('stop')}
          >
            <IconPlayerStopFilled size={18} />
          </ActionIcon>
        ) : (
          <ActionIcon type="submit" size={42} radius="xl" disabled={!text.trim()} aria-label={t('send')}>
            <IconArrowUp size={20} />
          </ActionIcon>
        )}
      </Group>
    </form>
  );
}
