import { incidentScenes, recordScenes, streamScenes } from './scenes/record.ts'
import { thingScenes } from './scenes/things.ts'
import { playScenes } from './support/play-scenes.ts'
import { openRecordBed, type RecordBed } from './support/record-bed.ts'

playScenes<RecordBed>('the record, tokens and screens', openRecordBed, [
  ...recordScenes,
  ...incidentScenes,
  ...streamScenes,
  ...thingScenes,
])
