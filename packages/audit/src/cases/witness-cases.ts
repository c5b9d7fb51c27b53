import { COSIGNATURE_V1, createSignerKey, type VerifierKey } from '../notes/index.ts'
import { addCheckpoint, type WitnessState } from '../witness/index.ts'
import { type CaseResult, MalformedCase, tryEach } from './case-result.ts'
import { readKey } from './note-cases.ts'
import { asFields, nameBy, textOf } from './read-fields.ts'

/** The vectors leave the witness's own key open; nothing that is compared depends on it. */
const witness = createSignerKey('witness.example', new Uint8Array(32), COSIGNATURE_V1)

/** One witness; the steps in their order. */
export function tryWitness(section: unknown): Promise<CaseResult[]> {
  const { logs, sequence } = asFields(section, 'witness')
  let state: WitnessState = new Map()
  return tryEach('witness.sequence', sequence, nameBy('desc', 'name'), (item) => {
    const fields = asFields(item)
    const { status, body } = asFields(fields.expect, 'expect')
    const answer = addCheckpoint(state, textOf(fields, 'body'), { logs: readLogs(logs), witness, timeSeconds: 0n })
    state = answer.state
    // A body is compared where the case tells one: a cosignature differs with the witness's key.
    const compareBody = body !== undefined
    return {
      wanted: { status, ...(compareBody && { body }) },
      found: { status: answer.status, ...(compareBody && { body: answer.body ?? null }) },
      why: answer.why,
    }
  })
}

function readLogs(logs: unknown): Map<string, VerifierKey[]> {
  if (!Array.isArray(logs)) throw new MalformedCase('logs is no list')
  const byOrigin = new Map<string, VerifierKey[]>()
  for (const log of logs) {
    const fields = asFields(log, 'a log')
    const [origin, key] = [textOf(fields, 'origin'), readKey(textOf(fields, 'vkey'))]
    if (key === undefined) throw new MalformedCase(`the key of the log ${origin} is no verifier key`)
    byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), key])
  }
  return byOrigin
}
