import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Chat, ChatState } from './chat-state.js';
import { IconButton } from './icon-button.js';
import type { WidgetTexts } from './texts.js';

interface Props {
  chat: Chat;
  state: ChatState;
  texts: WidgetTexts;
}

/** What an input method is still putting together; Safari tells by the code alone. */
const COMPOSING = 229;

export function Composer({ chat, state, texts }: Props) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const lost = state.problem?.question?.message;
  const before = useRef<string | undefined>(undefined);
  // A question that did not arrive is back in the field until it has been asked again.
  useEffect(() => {
    const { current: former } = before;
    setText((current) => (lost ? current || lost : current === former ? '' : current));
    before.current = lost;
  }, [lost]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 140)}px`;
  }, [text]);
  const submit = () => {
    if (!text.trim() || state.busy) return;
    setText('');
    void chat.send(text);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        // Empty, it goes the way of its placeholder.
        dir={text ? 'auto' : undefined}
        placeholder={texts.placeholder}
        aria-label={texts.placeholder}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          if (event.isComposing || event.keyCode === COMPOSING) return;
          event.preventDefault();
          submit();
        }}
      />
      {state.busy ? (
        <IconButton label={texts.stop} path="M7 7h10v10H7z" filled onClick={() => void chat.stop()} />
      ) : (
        <IconButton
          label={texts.send}
          path="M12 19V5M6 11l6-6 6 6"
          filled
          type="submit"
          disabled={!text.trim()}
        />
      )}
    </form>
  );
}
