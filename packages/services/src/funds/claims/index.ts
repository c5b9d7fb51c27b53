export { ExportClaimsInput, type ExportedClaims, exportClaims, listClaimable } from './export-claims.ts'
export type { ClaimableAcquirer } from './read-claims.ts'
