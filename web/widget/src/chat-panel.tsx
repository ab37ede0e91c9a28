import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

import { answerHtml } from './answer-html.js';
import type { Chat, ChatState, Entry } from './chat-state.js';
import type { textsFor } from './texts.js';
import type { PanelHost } from './widget-api.js';

type Texts = ReturnType<typeof textsFor>;

interface Props {
  host: PanelHost;
  chat: Chat;
  state: ChatState;
  texts: Texts;
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
      {state.problem && <Problem chat={chat} problem={state.problem} texts={texts} />}
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
          <p>{texts.welcome}</p>
          {host.config.suggestedQuestions.map((question) => (
            <button type="button" key={question} onClick={() => void chat.send(question)}>
              {question}
            </button>
          ))}
        </div>
      )}
      {state.entries.map((entry) =>
        entry.role === 'user' ? (
          <div class="question" key={entry.id}>
            <span class="unseen">{texts.you}: </span>
            {entry.content}
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

interface AnswerProps {
  entry: Entry;
  chat: Chat;
  texts: Texts;
  showSources: boolean;
}

function Answer({ entry, chat, texts, showSources }: AnswerProps) {
  const { content, citations, status, waiting, rating, id } = entry;
  const [shown, setShown] = useState<number>();
  const known = useMemo(
    () => new Set(showSources ? citations.map(({ index }) => index) : []),
    [citations, showSources],
  );
  // Without sources to show, their numbers would mean nothing.
  const text = showSources ? content : content.replace(/\s?\[\d+\]/g, '');
  const html = useMemo(() => answerHtml(text, known), [text, known]);
  const cited = showSources ? citations.filter(({ index }) => content.includes(`[${index}]`)) : [];
  const source = cited.find(({ index }) => index === shown);
  return (
    <div class="turn">
      <div
        class="answer"
        onClick={(event) => {
          const link = (event.target as Element).closest('[data-citation]');
          if (!link) return;
          event.preventDefault();
          const number = Number(link.getAttribute('data-citation'));
          setShown(shown === number ? undefined : number);
        }}
      >
        {content ? (
          // The only place where HTML is made, and it comes from the sanitiser.
          <div dangerouslySetInnerHTML={{ __html: html }} />
        ) : (
          status === 'streaming' &&
          !waiting && (
            <span class="dots" role="img" aria-label={texts.writing}>
              <i />
              <i />
              <i />
            </span>
          )
        )}
        {waiting && <em class="note">{texts.reconnecting}</em>}
        {status === 'stopped' && <em class="note">{texts.stopped}</em>}
        {status === 'failed' && <em class="note">{texts.failed}</em>}
        {cited.length > 0 && status !== 'streaming' && (
          <div class="sources" role="group" aria-label={texts.sources}>
            {cited.map(({ index, title, page }) => (
              <button
                type="button"
                key={index}
                aria-expanded={shown === index}
                onClick={() => setShown(shown === index ? undefined : index)}
              >
                <b>{index}</b> {title}
                {page ? `, ${texts.page} ${page}` : ''}
              </button>
            ))}
          </div>
        )}
        {source && (
          <blockquote>
            {source.snippet}
            {source.url && /^https?:/i.test(source.url) && (
              <a href={source.url} target="_blank" rel="noopener noreferrer">
                {source.url}
              </a>
            )}
          </blockquote>
        )}
      </div>
      {status === 'completed' && (
        <div class="rating">
          {(['up', 'down'] as const).map((value) => (
            <IconButton
              key={value}
              label={value === 'up' ? texts.good : texts.bad}
              pressed={rating === value}
              path={
                value === 'up'
                  ? 'M7 11v9H4v-9zM7 11l4-8c1.5 0 2.5 1 2.5 2.5V9H19l-1.5 9.5c-.2 1-1 1.5-2 1.5H7'
                  : 'M7 13V4H4v9zM7 13l4 8c1.5 0 2.5-1 2.5-2.5V15H19l-1.5-9.5c-.2-1-1-1.5-2-1.5H7'
              }
              onClick={() => void chat.rate(id, rating === value ? null : value)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function Problem({
  chat,
  problem,
  texts,
}: {
  chat: Chat;
  problem: NonNullable<ChatState['problem']>;
  texts: Texts;
}) {
  const fallback = { offline: texts.offline, busy: texts.busy, refused: texts.failed, failed: texts.failed };
  const { question } = problem;
  return (
    <div class="problem" role="alert">
      <span>{problem.message || fallback[problem.kind]}</span>
      <button type="button" onClick={() => void (question ? chat.send(question) : chat.load())}>
        {texts.retry}
      </button>
    </div>
  );
}

function Composer({ chat, state, texts }: { chat: Chat; state: ChatState; texts: Texts }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const lost = state.problem?.question;
  useEffect(() => {
    if (lost) setText((current) => current || lost);
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
        maxLength={4000}
        placeholder={texts.placeholder}
        aria-label={texts.placeholder}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
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

interface IconButtonProps {
  label: string;
  path: string;
  onClick?: () => void;
  type?: 'button' | 'submit';
  filled?: boolean;
  disabled?: boolean;
  pressed?: boolean;
}

function IconButton({ label, path, onClick, type = 'button', filled, disabled, pressed }: IconButtonProps) {
  return (
    <button
      type={type}
      class={filled ? 'icon filled' : 'icon'}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
