import { commitment } from '../audit-entry.ts'
import type { PersonalRow } from './bundle-format.ts'
import type { Finding, Remark } from './findings.ts'

/** So many entries whose values are gone are remembered until their erasure is found; the others are counted. */
const MOST_REMEMBERED = 100_000
const MOST_TOLD = 1_000

/** Holds personal values against the commitments in the entries. Rows stand in the order of the entries. */
export class PersonalValues {
  readonly findings: Finding[] = []
  readonly #rows: AsyncIterator<PersonalRow | undefined> | undefined
  readonly #gone = new Map<string, { index: number; names: string[] }>()
  readonly #erasures = new Map<string, number>()
  #next: PersonalRow | undefined
  #ended = false
  #goneCount = 0
  checked = 0

  constructor(rows: AsyncIterable<PersonalRow | undefined> | undefined) {
    this.#rows = rows?.[Symbol.asyncIterator]()
  }

  /** One entry that has commitments. */
  async take(index: number, id: string, commitments: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#next === undefined) await this.#advance()
    const gone = new Set(Object.keys(commitments))
    while (this.#next?.entry === id) {
      const { name, salt, value } = this.#next
      gone.delete(name)
      this.checked += 1
      if (commitments[name] !== commitment({ salt: Buffer.from(salt, 'base64url'), value }))
        this.findings.push({
          kind: 'changed',
          index,
          text: `The personal value ${name} of entry ${index} is not the one that was recorded.`,
        })
      await this.#advance()
    }
    if (gone.size === 0) return
    this.#goneCount += 1
    if (this.#gone.size < MOST_REMEMBERED) this.#gone.set(id, { index, names: [...gone] })
  }

  /** An entry that says whose values were erased: its target, or a list of entries. */
  takeErasure(index: number, target: unknown, after: unknown): void {
    const { id } = (typeof target === 'object' && target !== null ? target : {}) as { id?: unknown }
    const { entries } = (typeof after === 'object' && after !== null ? after : {}) as { entries?: unknown }
    for (const entry of [id, ...(Array.isArray(entries) ? (entries as unknown[]) : [])])
      if (typeof entry === 'string' && this.#erasures.size < MOST_REMEMBERED) this.#erasures.set(entry, index)
  }

  async finish(): Promise<readonly Remark[]> {
    if (this.#rows === undefined)
      return this.#goneCount === 0
        ? []
        : [{ kind: 'not_included', text: 'Personal values are not in this bundle; their commitments are.' }]
    if (this.#next === undefined) await this.#advance()
    if (this.#next !== undefined)
      this.findings.push({
        kind: 'malformed',
        text: `A personal value is said to belong to entry ${this.#next.entry}, which has none or stands elsewhere.`,
      })
    const remarks = [...this.#gone].slice(0, MOST_TOLD).map(([id, { index, names }]): Remark => {
      const by = this.#erasures.get(id)
      const why = by === undefined ? 'no entry of this bundle says why' : `entry ${by} authorised it`
      return { kind: 'erased', index, text: `Erased: ${names.join(', ')} of entry ${index}; ${why}.` }
    })
    const more = this.#goneCount - remarks.length
    return more > 0 ? [...remarks, { kind: 'erased', text: `Erased: values of ${more} more entries.` }] : remarks
  }

  async #advance(): Promise<void> {
    this.#next = undefined
    while (!this.#ended && this.#next === undefined) {
      const step = await this.#rows?.next()
      if (step === undefined || step.done === true) this.#ended = true
      else if (step.value === undefined)
        this.findings.push({ kind: 'malformed', text: 'A line of personal.jsonl cannot be read.' })
      else this.#next = step.value
    }
  }
}

/** Undefined stands for a line that cannot be read. */
export async function* parsePersonalRows(lines: AsyncIterable<string>): AsyncGenerator<PersonalRow | undefined> {
  for await (const line of lines) {
    if (line !== '') yield parseRow(line)
  }
}

function parseRow(line: string): PersonalRow | undefined {
  try {
    const row = JSON.parse(line) as Partial<Record<string, unknown>> | null
    const { entry, name, salt, value } = row ?? {}
    if (typeof entry !== 'string' || typeof name !== 'string' || typeof salt !== 'string' || typeof value !== 'string')
      return undefined
    return { entry, name, salt, value }
  } catch {
    return undefined
  }
}
