export { checkProof, VersionProof } from './check-proof.ts'
export { KeptMetadata, NOTHING_KEPT, type Refreshed, type RefreshOptions, refreshMetadata } from './refresh-metadata.ts'
export { archiveName, compareVersions, PlatformId, RELEASE_MAX_BYTES, type Release, readRelease, VersionText } from './release.ts'
export { diskProblem, UpdateProblem, type UpdateProblemCode } from './update-problem.ts'
