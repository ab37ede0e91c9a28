import { PERMISSIONS, ROLES } from './permission.js';

/** The table of docs/permissions.md. */
export function permissionTable(): string {
  const rows = Object.entries(PERMISSIONS).map(([name, { roles, keys, doc }]) => {
    const allowed = ROLES.map((role) => (roles.includes(role) ? 'yes' : ''));
    return `| \`${name}\` | ${[...allowed, keys ? 'yes' : ''].join(' | ')} | ${doc} |`;
  });
  return [
    `| permission | ${ROLES.join(' | ')} | API keys | what it allows |`,
    `| ${Array(ROLES.length + 3)
      .fill('---')
      .join(' | ')} |`,
    ...rows,
  ].join('\n');
}
