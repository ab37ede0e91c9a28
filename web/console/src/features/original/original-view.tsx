import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { isProblem } from '../../api/problem.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { documentQuery } from '../knowledge/documents.query.js';
import type { Place } from './passage.js';
import { TextView } from './text-view.js';

/** The reader of PDFs is larger than the rest of the console. */
const PdfView = lazy(async () => ({ default: (await import('./pdf-view.js')).PdfView }));

interface Props {
  documentId: string;
  place: Place;
  /** The words, where they are not read in the original: on a page that is a picture, or when they are not found. */
  fallback?: ReactNode;
}

/** A document as it is: a PDF by its pages, everything else by the text that was read, at one place. Nothing in it is live. */
export function OriginalView({ documentId, place, fallback }: Props) {
  const { t } = useTranslation('knowledge');
  const { data: document, error, refetch } = useQuery(documentQuery(documentId));
  if (!document) {
    return (
      <>
        {fallback}
        {isProblem(error, 'document.not_found') ? (
          <Text size="sm" c="var(--kyro-muted)">
            {t('original.gone')}
          </Text>
        ) : error ? (
          <ProblemAlert error={error} onRetry={() => void refetch()} />
        ) : (
          <Loading />
        )}
      </>
    );
  }
  if (document.mimeType !== 'application/pdf' || document.kind === 'url') {
    return <TextView document={document} place={place} fallback={fallback} />;
  }
  return (
    <>
      {fallback}
      <Suspense fallback={<Loading />}>
        <PdfView document={document} place={place} />
      </Suspense>
    </>
  );
}
