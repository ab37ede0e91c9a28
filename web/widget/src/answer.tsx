import { useMemo, useState } from 'preact/hooks';

import { answerHtml } from './answer-html.js';
import type { Chat, Entry } from './chat-state.js';
import { IconButton } from './icon-button.js';
import type { WidgetTexts } from './texts.js';

interface Props {
  entry: Entry;
  chat: Chat;
  texts: WidgetTexts;
  showSources: boolean;
}

const THUMBS = {
  up: 'M7 11v9H4v-9zM7 11l4-8c1.5 0 2.5 1 2.5 2.5V9H19l-1.5 9.5c-.2 1-1 1.5-2 1.5H7',
  down: 'M7 13V4H4v9zM7 13l4 8c1.5 0 2.5-1 2.5-2.5V15H19l-1.5-9.5c-.2-1-1-1.5-2-1.5H7',
};

export function Answer({ entry, chat, texts, showSources }: Props) {
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
  const toggle = (number: number) => setShown(shown === number ? undefined : number);
  const follow = (event: Event) => {
    const link = (event.target as Element).closest('[data-citation]');
    if (!link) return;
    event.preventDefault();
    toggle(Number(link.getAttribute('data-citation')));
  };
  return (
    <div class="turn">
      <div class="answer" onClick={follow} onKeyDown={(event) => event.key === ' ' && follow(event)}>
        {content ? (
          <Content html={html} text={text} />
        ) : (
          status === 'streaming' && !waiting && <Dots label={texts.writing} />
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
                title={title}
                aria-expanded={shown === index}
                onClick={() => toggle(index)}
              >
                <b>{index}</b> {title}
                {page ? `, ${texts.page} ${page}` : ''}
              </button>
            ))}
          </div>
        )}
        {source && (
          <blockquote dir="auto">
            {source.snippet}
            {source.url && /^https?:/i.test(source.url) && (
              <a href={source.url} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
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
              path={THUMBS[value]}
              onClick={() => void chat.rate(id, rating === value ? null : value)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** Markdown as HTML, or as it was written where it is none to be shown. */
function Content({ html, text }: { html: string | undefined; text: string }) {
  if (html === undefined) {
    return (
      <div class="plain" dir="auto">
        {text}
      </div>
    );
  }
  // The only place where HTML is made, and it comes from the sanitiser.
  return <div dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
}

function Dots({ label }: { label: string }) {
  return (
    <span class="dots" role="img" aria-label={label}>
      <i />
      <i />
      <i />
    </span>
  );
}
