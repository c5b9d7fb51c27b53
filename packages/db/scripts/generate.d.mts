/** Generates the Prisma client unless it already fits the schema. Returns true when it had to. Throws what Prisma said. */
export function ensureGenerated(): boolean
