export { BUNDLE_FOLDER, CONTENTS_FILE, formatContents, type PackedFile } from './contents.ts'
export { type EvidenceReport, isEvidence, verifyEvidence } from './verify-evidence.ts'
