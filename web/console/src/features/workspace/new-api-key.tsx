import { Checkbox, MultiSelect, NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import type { Workspace } from '../../api/workspace.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { FormActions } from '../../forms/form-actions.js';
import { useSubmit } from '../../forms/use-submit.js';
import { ApiKeyName } from './api-key-name.js';
import type { IssuedApiKey } from './api-keys.query.js';
import { type Scope, scopesOf, scopeText } from './scopes.js';

const DAY_MS = 86_400_000;
const LIFETIMES = ['30', '90', '365', 'never'] as const;

interface Values {
  name: string;
  scopes: Scope[];
  botIds: string[];
  /** Days, or `never`. */
  lifetime: (typeof LIFETIMES)[number];
}

interface Props {
  workspace: Workspace;
  onCancel: () => void;
  onMade: (key: IssuedApiKey) => void;
}

export function NewApiKey({ workspace, onCancel, onMade }: Props) {
  const { t } = useTranslation('workspace');
  const form = useForm<Values>({
    initialValues: { name: '', scopes: ['bots:read', 'chat:send'], botIds: [], lifetime: '90' },
    validate: { scopes: (scopes) => (scopes.length === 0 ? t('apiKeys.scopesNone') : null) },
  });
  const make = useSubmit(form, {
    send: ({ name, scopes, botIds, lifetime }, once) =>
      ok(
        api.POST('/api/v1/workspaces/{workspaceId}/api-keys', {
          params: { path: { workspaceId: workspace.id }, ...once },
          body: {
            name,
            scopes,
            botIds: botIds.length > 0 ? botIds : undefined,
            expiresAt:
              lifetime === 'never'
                ? undefined
                : new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString(),
          },
        }),
      ),
    onDone: onMade,
  });
  return (
    <form onSubmit={make.onSubmit}>
      <Stack>
        <ApiKeyName description={t('apiKeys.nameHint')} {...form.getInputProps('name')} />
        <Checkbox.Group
          label={t('apiKeys.scopes')}
          description={t('apiKeys.scopesHint')}
          {...form.getInputProps('scopes')}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
            {scopesOf(workspace.role).map((scope) => (
              <Checkbox key={scope} value={scope} label={t(scopeText(scope))} description={scope} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <BotChoice workspaceId={workspace.id} {...form.getInputProps('botIds')} />
        <NativeSelect
          label={t('apiKeys.lifetime')}
          description={t('apiKeys.lifetimeHint')}
          data={LIFETIMES.map((value) => ({
            value,
            label: value === 'never' ? t('apiKeys.never') : t('apiKeys.days', { count: Number(value) }),
          }))}
          {...form.getInputProps('lifetime')}
        />
        <ProblemAlert error={make.error} />
        <FormActions busy={make.isPending} onCancel={onCancel}>
          {t('apiKeys.make')}
        </FormActions>
      </Stack>
    </form>
  );
}

interface BotChoiceProps {
  workspaceId: string;
  value?: string[];
  onChange?: (ids: string[]) => void;
  error?: ReactNode;
}

/** None chosen means all. Searched on the server, as there may be many. */
function BotChoice({ workspaceId, value = [], ...field }: BotChoiceProps) {
  const { t } = useTranslation('workspace');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const [known, setKnown] = useState<Record<string, string>>({});
  const bots = useQuery({
    queryKey: ['bots', workspaceId, 'choice', q],
    queryFn: async () => {
      const { items } = await ok(
        api.GET('/api/v1/bots', { params: { query: { workspaceId, limit: 50, q: q || undefined } } }),
      );
      setKnown((before) => ({ ...before, ...Object.fromEntries(items.map(({ id, name }) => [id, name])) }));
      return items.map(({ id }) => id);
    },
  });
  const offered = [...new Set([...value, ...(bots.data ?? [])])];
  return (
    <MultiSelect
      searchable
      clearable
      maxValues={100}
      label={t('apiKeys.bots')}
      description={t('apiKeys.botsHint')}
      placeholder={value.length === 0 ? t('apiKeys.allBots') : undefined}
      nothingFoundMessage={t('apiKeys.noBot')}
      data={offered.map((id) => ({ value: id, label: known[id] ?? id }))}
      searchValue={search}
      onSearchChange={setSearch}
      value={value}
      {...field}
    />
  );
}
