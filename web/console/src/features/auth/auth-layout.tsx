import { Box, Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';

import { forgetExpired } from '../../api/session.js';
import { LanguageSelect } from '../../components/language-select.js';
import { Logo } from '../../layout/logo.js';

interface Props {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Ways to somewhere else, below the card. */
  footer?: ReactNode;
}

/** The card that every page before the sign-in is. */
export function AuthLayout({ title, description, children, footer }: Props) {
  useDocumentTitle(`${title} · KyroChat`);
  useEffect(forgetExpired, []);
  return (
    <Box
      component="main"
      mih="100dvh"
      style={{
        background:
          'radial-gradient(60rem 30rem at 50% -10rem, var(--kyro-glow), transparent), var(--kyro-page)',
      }}
    >
      <Center mih="100dvh" p="md">
        <Stack w="100%" maw={420} gap="lg">
          <Center>
            <Logo />
          </Center>
          <Paper p={{ base: 'lg', xs: 'xl' }} radius="lg" withBorder shadow="sm" bg="var(--kyro-surface)">
            <Title order={1} size="h2" ta="center" mb={4}>
              {title}
            </Title>
            {description && (
              <Text c="var(--kyro-muted)" size="sm" ta="center">
                {description}
              </Text>
            )}
            <Box mt="lg">{children}</Box>
          </Paper>
          {footer && (
            <Text size="sm" ta="center" component="div">
              {footer}
            </Text>
          )}
          <Center>
            <LanguageSelect />
          </Center>
        </Stack>
      </Center>
    </Box>
  );
}
