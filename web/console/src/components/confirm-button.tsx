import { Button, type ButtonProps, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { visible } from '../i18n/isolated.js';
import { ProblemAlert } from './problem-alert.js';

interface Props extends ButtonProps {
  /** What the button says. */
  children: ReactNode;
  title: string;
  /** What will happen, in plain words. */
  explanation: ReactNode;
  /** Has to be typed before it can be confirmed; for what cannot be undone. */
  typed?: string;
  onConfirm: () => Promise<unknown>;
}

/** A button that asks before it acts, shows why it failed and lets the person try again. */
export function ConfirmButton({ children, title, explanation, typed, onConfirm, ...button }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [text, setText] = useState('');
  const busy = useRef(false);
  const act = useMutation({
    mutationFn: onConfirm,
    onSuccess: close,
    onSettled: () => {
      busy.current = false;
    },
  });
  return (
    <>
      <Button
        color="red"
        variant="light"
        {...button}
        onClick={() => {
          setText('');
          act.reset();
          open();
        }}
      >
        {children}
      </Button>
      <Modal opened={opened} onClose={close} title={title} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            // The button knows a moment later.
            if (busy.current) return;
            busy.current = true;
            act.mutate();
          }}
        >
          <Stack>
            <Text size="sm">{explanation}</Text>
            {typed && (
              <TextInput
                data-autofocus
                label={t('confirm.type', { text: typed })}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            )}
            <ProblemAlert error={act.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
              <Button
                type="submit"
                color="red"
                loading={act.isPending}
                disabled={typed !== undefined && visible(text) !== visible(typed)}
              >
                {children}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
