import { settings } from './settings.js';

const all = Object.values(settings);

/** The text of `.env.example`. */
export function envExample(): string {
  const entries = all.map(
    ({ name, doc, defaultText }) =>
      `# ${doc}\n# Default: ${defaultText === '' ? 'not set' : defaultText}\n#${name}=${defaultText}\n`,
  );
  return [
    '# Every variable is optional: without any, KyroChat starts with an embedded database.\n',
    ...entries,
  ].join('\n');
}

/** The table of docs/configuration.md. */
export function configurationTable(): string {
  const rows = all.map(
    ({ name, doc, defaultText }) =>
      `| \`${name}\` | ${defaultText === '' ? 'not set' : `\`${defaultText}\``} | ${doc} |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
