import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Answer } from './answer.js';
import type { Chat, ChatState } from './chat-state.js';
import { Composer } from './composer.js';
import { IconButton } from './icon-button.js';
import type { Problem } from './problem.js';
import type { WidgetTexts } from './texts.js';
import type { PanelHost } from './widget-api.js';

interface Props {
  host: PanelHost;
  chat: Chat;
  state: ChatState;
  texts: WidgetTexts;
}

export function ChatPanel({ host, chat, state, texts }: Props) {
  return (
    <>
      <header>
        <div class="names">
          <strong>{texts.title}</strong>
          {texts.subtitle && <span>{texts.subtitle}</span>}
        </div>
        {state.entries.length > 0 && (
          <IconButton label={texts.fresh} path="M12 5v14M5 12h14" onClick={() => chat.fresh()} />
        )}
        <IconButton label={texts.close} path="M6 6l12 12M18 6L6 18" onClick={() => host.close()} />
      </header>
      <Log host={host} chat={chat} state={state} texts={texts} />
      {/* Whole answers, one at a time: piece by piece they could not be listened to. */}
      <div class="unseen" aria-live="polite">
        {state.announced}
      </div>
      {state.problem && <Trouble chat={chat} problem={state.problem} texts={texts} />}
      <Composer chat={chat} state={state} texts={texts} />
    </>
  );
}

function Log({ host, chat, state, texts }: Props) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const last = state.entries.at(-1);
  useLayoutEffect(() => {
    if (atEnd.current && log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [state.entries.length, last?.content, last?.status]);
  return (
    <div
      class="log"
      ref={log}
      role="log"
      aria-live="off"
      aria-label={texts.log}
      aria-busy={state.busy}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 80;
      }}
    >
      {state.entries.length === 0 && !state.loading && (
        <div class="welcome">
          <p dir="auto">{texts.welcome}</p>
          {host.config.suggestedQuestions.map((question) => (
            <button type="button" dir="auto" key={question} onClick={() => void chat.send(question)}>
              {question}
            </button>
          ))}
        </div>
      )}
      {state.entries.map((entry) =>
        entry.role === 'user' ? (
          <div class="question" key={entry.id}>
            <span class="unseen">{texts.you}: </span>
            <span dir="auto">{entry.content}</span>
          </div>
        ) : (
          <Answer
            key={entry.id}
            entry={entry}
            chat={chat}
            texts={texts}
            showSources={host.config.showSources}
          />
        ),
      )}
    </div>
  );
}

function Trouble({ chat, problem, texts }: { chat: Chat; problem: Problem; texts: WidgetTexts }) {
  const seconds = useSecondsUntil(problem.until ?? 0);
  return (
    <div class="problem">
      <span role="alert">{texts[problem.kind]}</span>
      {problem.kind !== 'tooLong' && (
        <button type="button" disabled={seconds > 0} onClick={() => void chat.retry()}>
          {texts.retry}
          {seconds > 0 && ` (${seconds})`}
        </button>
      )}
    </div>
  );
}

function useSecondsUntil(time: number): number {
  const left = () => Math.max(0, Math.ceil((time - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left);
    const timer = setInterval(() => setSeconds(left), 1_000);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}
