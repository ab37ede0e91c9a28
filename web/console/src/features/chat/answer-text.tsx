import { Anchor, Text } from '@mantine/core';
import { CatchBoundary } from '@tanstack/react-router';
import { memo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

import { isBurden } from '../../../../shared/burden.js';
import { citationNumber, withCitationLinks } from '../../../../shared/citations.js';
import type { Citation } from '../../../../shared/turn-stream.js';
import classes from './answer-text.module.css';

interface Props {
  text: string;
  citations: Citation[];
  onCitation?: (citation: Citation) => void;
}

/** Nothing that loads by itself: an answer may name pictures, but the page does not fetch them. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: defaultSchema.tagNames?.filter((name) => !['img', 'picture', 'source', 'input'].includes(name)),
};

const OUTWARD = /^(https?:|mailto:|tel:)/i;

/** An answer's Markdown, without raw HTML, with `[1]` as a button that shows the passage. */
export const AnswerText = memo(function AnswerText({ text, citations, onCitation }: Props) {
  const components: Components = {
    a: ({ href = '', children }) => {
      const number = citationNumber(href);
      const citation = citations.find((entry) => entry.index === number);
      if (number !== undefined && !citation) return <>[{number}]</>;
      if (citation) {
        return (
          <button
            type="button"
            className={classes.citation}
            title={citation.title}
            aria-label={`${citation.index}: ${citation.title}`}
            onClick={() => onCitation?.(citation)}
          >
            {citation.index}
          </button>
        );
      }
      // As in the widget: an answer leads to the web or to mail, never into this console.
      if (!OUTWARD.test(href)) return <>{children}</>;
      return (
        <Anchor href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
          {children}
        </Anchor>
      );
    },
  };
  const plain = () => <Text className={classes.plain}>{text}</Text>;
  if (isBurden(text)) return plain();
  // What is nested too deeply for the parser.
  return (
    <CatchBoundary getResetKey={() => text} errorComponent={plain}>
      <div className={classes.answer}>
        <Markdown
          remarkPlugins={[remarkGfm]}
          rehypePlugins={[[rehypeSanitize, SCHEMA]]}
          components={components}
        >
          {withCitationLinks(text)}
        </Markdown>
      </div>
    </CatchBoundary>
  );
});
