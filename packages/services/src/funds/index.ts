export { createFileInspector, type FileInspector, INSPECT_LIMITS, type InspectLimits } from './inspect-files.ts'
export type { InspectedFile } from './inspect-worker.ts'
export { settlementTools } from './settlement-tools.ts'
