import { type Permission, PERMISSIONS, type Role, ROLES } from './permission.js';

/** The table of docs/permissions.md. */
export function permissionTable(): string {
  const rows = (Object.keys(PERMISSIONS) as Permission[]).map((name) => {
    const { roles, keys, doc } = PERMISSIONS[name];
    const allowed = ROLES.map((role) => ((roles as readonly Role[]).includes(role) ? 'yes' : ''));
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
