import { canonicalJson, isCanonical } from '@counterfoil/audit'
import {
  type AgentEvent,
  cutCardNumbers,
  cutFields,
  EVENT_FIELDS,
  type FoundInField,
  findCardNumbers,
  NOT_UNDERSTOOD_FIELDS,
  scanFields,
} from '@counterfoil/protocol'

/** A body with card numbers in it: where they stood, and the body without them. */
export interface CutBody {
  readonly found: readonly FoundInField[]
  readonly body: string
}

const TRANSCRIPT = '"transcript":['
/** A name or note of a message that may be worth reading. No text in a body whose transcript was not parsed holds a quote. */
const MESSAGE_TEXT = /"n(?:ame|ote)":"(?:[^"0-9\u0080-\uffff]*[0-9\u0080-\uffff]){13}/g

/**
 * Whether an understood body holds card numbers in its free texts, without reading its transcript's bytes again. `event` may be
 * a body read with an empty transcript.
 */
export function holdsCardNumbers(body: string, event: AgentEvent): boolean {
  const inFields = ifNotTooDeep(() => scanFields(EVENT_FIELDS[event.kind], event))
  if (inFields === null || inFields.length > 0) return true
  if (!('transcript' in event) || !Array.isArray(event.transcript) || event.transcript.length > 0) return false
  MESSAGE_TEXT.lastIndex = body.indexOf(TRANSCRIPT)
  if (MESSAGE_TEXT.lastIndex < 0 || !MESSAGE_TEXT.test(body)) return false
  return cutBody(body, event).found.length > 0
}

/** The same of a body read whole: all of it if it was not understood, because a name promises nothing there. */
export function cutBody(body: string, event: AgentEvent | null): CutBody {
  return ifNotTooDeep(() => cutParsed(body, event)) ?? cutText(body)
}

function cutParsed(body: string, event: AgentEvent | null): CutBody | null {
  const value = parsed(body)
  if (value === undefined) return null
  const table = event === null ? NOT_UNDERSTOOD_FIELDS : EVENT_FIELDS[event.kind]
  const inFields = scanFields(table, value)
  // Where the text is not what its value writes, a field may stand in it twice, and only the last was parsed.
  const found = inFields.length > 0 || isCanonical(body, value) ? inFields : inText(body)
  if (found.length === 0) return { found, body }
  const without = cutFields(table, value)
  if (event !== null) return { found, body: canonicalJson(without) }
  const text = JSON.stringify(without)
  // What looked like one in a number, or across fields, is cut as text, even if that leaves no JSON.
  return { found, body: inFields.length > 0 ? text : cutCardNumbers(text) }
}

function cutText(body: string): CutBody {
  const found = inText(body)
  return { found, body: found.length === 0 ? body : cutCardNumbers(body) }
}

function inText(body: string): readonly FoundInField[] {
  return findCardNumbers(body).map(({ truncated }) => ({ field: '', truncated }))
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Null for a body nested so deep that walking it would use up the stack: a hundred thousand lists within lists are JSON too. */
function ifNotTooDeep<T>(walk: () => T): T | null {
  try {
    return walk()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
