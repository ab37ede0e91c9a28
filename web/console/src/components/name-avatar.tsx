import { Avatar, type AvatarProps } from '@mantine/core';

/** What a reader sees as one sign, be it of several code points, as many emoji are. */
const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const first = (word: string) => [...signs.segment(word)][0]?.segment ?? '';

/** The beginnings of the first two words of a name, in a colour of its own. */
export function NameAvatar({ name, ...props }: AvatarProps & { name: string }) {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return (
    <Avatar name={name} color="initials" aria-hidden {...props}>
      {words.map(first).join('').toUpperCase()}
    </Avatar>
  );
}
