import { ActionIcon, Group, Stack, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, version } from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import type { Document } from '../knowledge/documents.query.js';
import { fetchOriginal } from '../knowledge/original.js';
import styles from './original.module.css';
import type { Place } from './passage.js';
import { type DrawnPage, drawPage } from './pdf-page.js';

GlobalWorkerOptions.workerSrc = workerAddress;
/** Character maps and fonts that a PDF may leave to its reader; the build puts them there. */
const RESOURCES = `/assets/pdfjs-${version}/`;
/** An image with more pixels is left out: small files may claim to hold huge ones. */
const MOST_IMAGE_PIXELS = 64_000_000;
const ZOOMS = [1, 1.5, 2, 3];

interface Props {
  document: Document;
  place: Place;
}

/** The pages of a PDF, beginning with the one of the passage. */
export function PdfView({ document, place }: Props) {
  const { t } = useTranslation('knowledge');
  const file = useQuery({
    queryKey: ['document', document.id, 'file', document.sha256],
    queryFn: () => fetchOriginal(document),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const { pdf, broken } = usePdf(file.data);
  if (file.error) return <ProblemAlert error={file.error} onRetry={() => void file.refetch()} />;
  if (broken) {
    return (
      <Text size="sm" c="var(--kyro-muted)">
        {t('original.broken')}
      </Text>
    );
  }
  if (!pdf) return <Loading />;
  return <Pages key={place.chunkId ?? place.page} pdf={pdf} place={place} />;
}

function Pages({ pdf, place }: { pdf: PDFDocumentProxy; place: Place }) {
  const { t } = useTranslation('knowledge');
  const first = Math.min(Math.max(1, place.page ?? 1), pdf.numPages);
  const [number, setNumber] = useState(first);
  const [zoom, setZoom] = useState(0);
  const { ref, width } = useElementSize();
  // The passage begins on its own page and may end on the next.
  const quote = number === first || number === first + 1 ? place.quote : undefined;
  const { drawn, broken } = useDrawnPage(pdf, number, Math.floor(width * ZOOMS[zoom]), quote);
  const missed = drawn !== undefined && !drawn.marked && number === first && place.quote !== undefined;
  return (
    <Stack gap="xs">
      {missed && (
        <Text size="sm" c="var(--kyro-muted)" role="status">
          {t('original.unmarked')}
        </Text>
      )}
      <Group justify="space-between" py={4} className={styles.bar}>
        <Group gap={4} wrap="nowrap">
          <Tool
            label={t('original.previous')}
            icon={<IconChevronLeft size={18} />}
            onClick={number > 1 ? () => setNumber(number - 1) : undefined}
          />
          <Text size="sm" aria-live="polite">
            {t('original.page', { page: number, count: pdf.numPages })}
          </Text>
          <Tool
            label={t('original.next')}
            icon={<IconChevronRight size={18} />}
            onClick={number < pdf.numPages ? () => setNumber(number + 1) : undefined}
          />
        </Group>
        <Group gap={4} wrap="nowrap">
          <Tool
            label={t('original.smaller')}
            icon={<IconZoomOut size={18} />}
            onClick={zoom > 0 ? () => setZoom(zoom - 1) : undefined}
          />
          <Tool
            label={t('original.larger')}
            icon={<IconZoomIn size={18} />}
            onClick={zoom < ZOOMS.length - 1 ? () => setZoom(zoom + 1) : undefined}
          />
        </Group>
      </Group>
      <div
        ref={ref}
        className={styles.frame}
        tabIndex={0}
        role="region"
        aria-label={t('original.page', { page: number, count: pdf.numPages })}
      >
        {broken ? (
          <Text size="sm" p="md" c="dark">
            {t('original.broken')}
          </Text>
        ) : (
          <Paper page={drawn} />
        )}
      </div>
    </Stack>
  );
}

/** What was drawn, put on the page as it is. */
function Paper({ page }: { page: DrawnPage | undefined }) {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = sheet.current;
    if (!page || !element) return;
    element.replaceChildren(...page.elements);
    const mark = element.querySelector('mark');
    if (mark) mark.scrollIntoView({ block: 'center' });
    // A new page is read from its corner, however far the one before was moved.
    else element.parentElement?.scrollTo({ left: 0 });
  }, [page]);
  return (
    <>
      {!page && <Loading />}
      <div ref={sheet} className={styles.page} style={page && { width: page.width, height: page.height }} />
    </>
  );
}

interface ToolProps {
  label: string;
  icon: ReactNode;
  /** Undefined when there is nothing to do. */
  onClick: (() => void) | undefined;
}

function Tool({ label, icon, onClick }: ToolProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={!onClick} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

/** The opened file; its worker ends with the view. */
function usePdf(file: Blob | undefined): { pdf?: PDFDocumentProxy; broken?: boolean } {
  const [state, setState] = useState<{ pdf?: PDFDocumentProxy; broken?: boolean }>({});
  useEffect(() => {
    if (!file) return;
    let gone = false;
    let loading: ReturnType<typeof getDocument> | undefined;
    const open = async () => {
      const data = await file.arrayBuffer();
      if (gone) return;
      loading = getDocument({
        data,
        // What a document says is never run: no programs of its own, no forms that are more than a picture.
        isEvalSupported: false,
        enableXfa: false,
        // Our pages compile no WebAssembly; there is a script for the one format that would want it.
        useWasm: false,
        wasmUrl: `${RESOURCES}wasm/`,
        cMapUrl: `${RESOURCES}cmaps/`,
        standardFontDataUrl: `${RESOURCES}standard_fonts/`,
        useWorkerFetch: true,
        maxImageSize: MOST_IMAGE_PIXELS,
      });
      const pdf = await loading.promise;
      if (!gone) setState({ pdf });
    };
    open().catch(() => !gone && setState({ broken: true }));
    return () => {
      gone = true;
      setState({});
      void loading?.destroy();
    };
  }, [file]);
  return state;
}

/** The page, drawn anew when its number or width changes; the one before stays in sight until then. */
function useDrawnPage(pdf: PDFDocumentProxy, number: number, width: number, quote: string | undefined) {
  const [state, setState] = useState<{ drawn?: DrawnPage; broken?: boolean }>({});
  useEffect(() => {
    if (width === 0) return;
    const leaving = new AbortController();
    drawPage(pdf, number, width, quote, leaving.signal).then(
      (drawn) => setState({ drawn }),
      () => leaving.signal.aborted || setState({ broken: true }),
    );
    return () => leaving.abort();
  }, [pdf, number, width, quote]);
  return state;
}
