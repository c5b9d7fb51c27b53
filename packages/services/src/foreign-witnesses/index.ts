export { type AskedWitness, askWitness, type SendToWitness, type WitnessReply } from './ask-witness.ts'
export type { ForeignWitnessing, ListedForeignWitness, ListedWitnessedLog } from './find-foreign-witnessing.ts'
export {
  type ForeignWitnessState,
  listForeignWitnesses,
  readForeignWitnesses,
  type WitnessTrouble,
  witnessTroubles,
} from './foreign-witness-state.ts'
export { hubWitness, hubWitnessKey } from './hub-witness-key.ts'
export { noteCosignature, noteWitnessTrouble } from './note-witness-answer.ts'
export { type WitnessDuty, witnessLog } from './witness-log.ts'
export { type ForeignWitness, parseWitnessedLogs, parseWitnessUrls, type WitnessedLogs } from './witness-settings.ts'
