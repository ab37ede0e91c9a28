import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';

interface Props {
  explanation: string;
  action: string;
  grave?: boolean;
  onProof: (proof: Schemas['OwnerProofDto']) => Promise<unknown>;
  onCancel: () => void;
}

/** Password and code, for what must not happen behind the owner's back. */
export function OwnerProofForm({ explanation, action, grave, onProof, onCancel }: Props) {
  const { t } = useTranslation(['account', 'common']);
  const form = useForm({ initialValues: { password: '', code: '' } });
  const prove = useMutation({
    mutationFn: onProof,
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => prove.mutate(values))}>
      <Stack>
        <Text size="sm">{explanation}</Text>
        <PasswordField data-autofocus label={t('currentPassword')} {...form.getInputProps('password')} />
        <TextInput
          required
          maxLength={60}
          autoComplete="one-time-code"
          label={t('code')}
          description={t('codeHint')}
          {...form.getInputProps('code')}
        />
        <ProblemAlert error={prove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" color={grave ? 'red' : undefined} loading={prove.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
