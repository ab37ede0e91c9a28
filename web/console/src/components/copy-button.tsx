import { useTimeout } from '@mantine/hooks';
import { type ReactElement, useState } from 'react';

interface Props {
  value: string;
  children: (state: { copied: boolean; copy: () => void }) => ReactElement;
}

/** Copies text; also where the console is opened over plain HTTP, where browsers withhold the clipboard. */
export function CopyButton({ value, children }: Props) {
  const [copied, setCopied] = useState(false);
  const { start } = useTimeout(() => setCopied(false), 2_000);
  const copy = async () => {
    await copyText(value);
    setCopied(true);
    start();
  };
  return children({ copied, copy: () => void copy() });
}

async function copyText(text: string): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) return clipboard.writeText(text);
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  // The only way there is; browsers keep it for this.
  document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
