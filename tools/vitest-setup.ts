import fc from 'fast-check'

/** `npm run test:long` asks every property for more cases; the seed is printed by fast-check when one fails. */
const runs = Number(process.env.COUNTERFOIL_PROPERTY_RUNS)
if (Number.isInteger(runs) && runs > 0) fc.configureGlobal({ numRuns: runs })
