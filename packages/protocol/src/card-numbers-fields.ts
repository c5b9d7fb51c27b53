import { cutCardNumbers, findCardNumbers } from './card-numbers.ts'
import { mayHoldCardNumber } from './card-numbers-runs.ts'

/**
 * What stands in a field decides whether it is looked at. `free`: people, tills or terminals write what they like. `typed`: a
 * reference, an amount, a time, a hash, a word from a list, where digits that look like a card number are none. `bytes`:
 * masked by whoever read them. `secret`: kept as a hash or sealed, never as it is.
 */
export type FieldClass = 'free' | 'typed' | 'bytes' | 'secret'

/** By path: `details.basket`; `[]` stands for every place in a list, `*` for every field that is not named. */
export type FieldTable = Readonly<Record<string, FieldClass>>

export interface FoundInField {
  /** Where it was found, by the table's paths. */
  readonly field: string
  readonly truncated: string
}

interface Node {
  readonly fields: Map<string, Node>
  class?: FieldClass
}

const trees = new WeakMap<FieldTable, Node>()
const nothingKnown: Node = { fields: new Map() }

function treeOf(table: FieldTable): Node {
  const known = trees.get(table)
  if (known !== undefined) return known
  const root: Node = { fields: new Map() }
  for (const [path, fieldClass] of Object.entries(table)) {
    let node = root
    for (const name of path.replaceAll('[]', '.[]').split('.').filter(Boolean)) {
      const next = node.fields.get(name) ?? { fields: new Map() }
      node.fields.set(name, next)
      node = next
    }
    node.class = fieldClass
  }
  trees.set(table, root)
  return root
}

/** Card numbers in the record's free fields. A field the table does not know is free: whoever added it said nothing of it. */
export function scanFields(table: FieldTable, record: unknown): FoundInField[] {
  const found: FoundInField[] = []
  scan(treeOf(table), record, '', found)
  return found
}

function scan(node: Node, value: unknown, path: string, found: FoundInField[]): void {
  if (typeof value === 'string') {
    if (mayHoldCardNumber(value)) for (const { truncated } of findCardNumbers(value)) found.push({ field: path, truncated })
  } else if (typeof value === 'number') {
    if (isLong(value)) scan(node, String(value), path, found)
  } else if (Array.isArray(value)) {
    const inner = node.fields.get('[]') ?? nothingKnown
    if (isFree(inner)) for (const item of value) scan(inner, item, `${path}[]`, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const name in value) {
      const inner = node.fields.get(name)
      if (inner !== undefined) {
        if (isFree(inner)) scan(inner, (value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`, found)
        continue
      }
      const rest = node.fields.get('*')
      const shown = cutCardNumbers(name).slice(0, LONGEST_NAME)
      const field = path === '' ? shown : `${path}.${shown}`
      scan(nothingKnown, name, field, found)
      if (isFree(rest ?? nothingKnown)) scan(rest ?? nothingKnown, (value as Record<string, unknown>)[name], field, found)
    }
  }
}

/** Of a field's name in its path. */
const LONGEST_NAME = 40

/** Whole numbers only: what fractions are written with are digits of nothing. */
const isLong = (value: number): boolean => Number.isInteger(value) && value >= 1e12 && value < 1e19

const isFree = ({ class: fieldClass }: Node): boolean => fieldClass === undefined || fieldClass === 'free'

/** The record's free fields alone: what an alarm keeps must not bring a password with it. */
export function onlyFreeFields(table: FieldTable, record: unknown): unknown {
  return pickFree(treeOf(table), record)
}

function pickFree(node: Node, value: unknown): unknown {
  if (Array.isArray(value)) {
    const inner = node.fields.get('[]') ?? nothingKnown
    return isFree(inner) ? value.map((item) => pickFree(inner, item)) : []
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => {
      const inner = node.fields.get(name) ?? node.fields.get('*') ?? nothingKnown
      return isFree(inner) ? [[name, pickFree(inner, field)]] : []
    }),
  )
}

/** The record with every card number in its free fields truncated in its place, for records of JSON values. */
export function cutFields<Value>(table: FieldTable, record: Value): Value {
  return cut(treeOf(table), record) as Value
}

function cut(node: Node, value: unknown): unknown {
  if (typeof value === 'string') return cutCardNumbers(value)
  if (typeof value === 'number') {
    const text = String(value)
    const shown = isLong(value) ? cutCardNumbers(text) : text
    return shown === text ? value : shown
  }
  if (Array.isArray(value)) {
    const inner = node.fields.get('[]') ?? nothingKnown
    return isFree(inner) ? value.map((item) => cut(inner, item)) : value
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const inner = node.fields.get(name) ?? node.fields.get('*') ?? nothingKnown
      return [node.fields.has(name) ? name : cutCardNumbers(name), isFree(inner) ? cut(inner, field) : field]
    }),
  )
}
