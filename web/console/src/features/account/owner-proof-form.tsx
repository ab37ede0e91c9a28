import { Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '../../api/client.js';
import { PasswordField } from '../../components/password-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { FormActions } from '../../forms/form-actions.js';
import { useSubmit } from '../../forms/use-submit.js';

interface Props {
  explanation: string;
  action: string;
  grave?: boolean;
  onProof: (proof: Schemas['OwnerProofDto']) => Promise<unknown>;
  onCancel: () => void;
}

/** Password and code, for what must not happen behind the owner's back. */
export function OwnerProofForm({ explanation, action, grave, onProof, onCancel }: Props) {
  const { t } = useTranslation('account');
  const form = useForm({ initialValues: { password: '', code: '' } });
  const prove = useSubmit(form, { send: onProof });
  return (
    <form onSubmit={prove.onSubmit}>
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
        <FormActions busy={prove.isPending} grave={grave} onCancel={onCancel}>
          {action}
        </FormActions>
      </Stack>
    </form>
  );
}
