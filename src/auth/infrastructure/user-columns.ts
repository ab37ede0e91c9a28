/** The columns of a `User`, named as the domain names them; the password's hash is not among them. */
export const USER_COLUMNS = `id, email, email_verified_at AS "emailVerifiedAt", name, locale, platform_role AS "platformRole",
  second_factor_at AS "secondFactorAt", suspended_at AS "suspendedAt", deletion_at AS "deletionAt",
  created_at AS "createdAt", updated_at AS "updatedAt"`;
