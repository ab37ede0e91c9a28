import { Group, Text } from '@mantine/core';

/** The mark and the name. */
export function Logo() {
  return (
    <Group gap={10} wrap="nowrap">
      <img src="/favicon.svg" width={28} height={28} alt="" />
      <Text fw={700} fz="lg" style={{ letterSpacing: '-0.02em' }}>
        KyroChat
      </Text>
    </Group>
  );
}
