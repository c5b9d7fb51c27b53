import { alertScenes } from './scenes/alerts.ts'
import { archiveScenes } from './scenes/archives.ts'
import { evidenceScenes } from './scenes/evidence.ts'
import { foreignScenes } from './scenes/foreign.ts'
import { bundleScenes } from './scenes/funds-bundles.ts'
import { incidentScenes, recordScenes, streamScenes } from './scenes/record.ts'
import { retentionScenes } from './scenes/retention.ts'
import { thingScenes } from './scenes/things.ts'
import { playScenes } from './support/play-scenes.ts'
import { openRecordBed, type RecordBed } from './support/record-bed.ts'

playScenes<RecordBed>('the record, tokens and screens', openRecordBed, [
  ...evidenceScenes.slice(0, 1),
  ...bundleScenes.slice(0, 1),
  ...recordScenes,
  ...alertScenes,
  ...incidentScenes,
  ...streamScenes,
  ...thingScenes,
  ...retentionScenes,
  ...foreignScenes,
  ...evidenceScenes.slice(1),
  ...bundleScenes.slice(1),
  ...archiveScenes,
])
