/** A user of a site, as the site knows them. */
export interface SiteUser {
  userId: string;
  name: string | null;
  email: string | null;
}

export const SITE_USER_LIMITS = { userId: 200, name: 120, email: 254 } as const;

/** Control characters and marks that turn the direction of writing: in a list, a name with them would pose as another. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Whether claims of any shape are a user that can be kept and shown. */
export function isSiteUser(user: Record<keyof SiteUser, unknown>): user is SiteUser {
  return (
    isLine(user.userId, SITE_USER_LIMITS.userId) &&
    (user.name === null || isLine(user.name, SITE_USER_LIMITS.name)) &&
    (user.email === null || isLine(user.email, SITE_USER_LIMITS.email))
  );
}

function isLine(text: unknown, longest: number): boolean {
  if (typeof text !== 'string' || text.trim() === '' || text.length > longest) return false;
  return text.isWellFormed() && !UNSAFE.test(text);
}
