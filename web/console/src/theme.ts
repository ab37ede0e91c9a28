import { createTheme, type MantineColorsTuple } from '@mantine/core';
import i18next from 'i18next';

/** Deep teal: the brand. White on shade 7 has contrast 5.5. */
const kyro: MantineColorsTuple = [
  '#effcf9',
  '#d3f6ee',
  '#a9ecdd',
  '#73dcc8',
  '#40c5ae',
  '#21aa95',
  '#158879',
  '#0f766e',
  '#115e58',
  '#0f4c48',
];

const slate: MantineColorsTuple = [
  '#eceef2',
  '#c9ced8',
  '#a3abba',
  '#7f8899',
  '#5a6374',
  '#3d4554',
  '#2a303c',
  '#1d222c',
  '#151922',
  '#0e1118',
];

export const theme = createTheme({
  primaryColor: 'kyro',
  primaryShade: 7,
  colors: { kyro, dark: slate },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'md',
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.625rem' }, h2: { fontSize: '1.25rem' } } },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  // Asked at each use: the language may change.
  components: Object.fromEntries(
    ['Modal', 'Drawer', 'Notification'].map((name) => [
      name,
      { defaultProps: () => ({ closeButtonProps: { 'aria-label': i18next.t('common:action.close') } }) },
    ]),
  ),
});
