import { PERMISSIONS, ROLES } from './permission.js';

/** The table of docs/permissions.md. */
export function permissionTable(): string {
  const rows = Object.entries(PERMISSIONS).map(([name, { roles, keys, visitors, doc }]) => {
    const allowed = ROLES.map((role) => (roles.includes(role) ? 'yes' : ''));
    return `| \`${name}\` | ${[...allowed, keys ? 'yes' : '', visitors ? 'own' : ''].join(' | ')} | ${doc} |`;
  });
  return [
    `| permission | ${ROLES.join(' | ')} | API keys | visitors | what it allows |`,
    `| ${Array(ROLES.length + 4)
      .fill('---')
      .join(' | ')} |`,
    ...rows,
  ].join('\n');
}
