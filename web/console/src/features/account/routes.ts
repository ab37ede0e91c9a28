/** The person's own pages. */
export const accountRoutes = [] as const;
