import { readBase64, readUint64 } from '../crypto/text.ts'
import { MalformedCase } from './case-result.ts'

export type Fields = Readonly<Record<string, unknown>>

export function asFields(value: unknown, what = 'the case'): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedCase(`${what} is no object`)
  return value as Fields
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new MalformedCase(value === undefined ? `${name} is missing` : `${name} is no text`)
  return value
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name]
  if (typeof value !== 'boolean') throw new MalformedCase(`${name} is neither true nor false`)
  return value
}

export function textsOf(fields: Fields, name: string): string[] {
  // Go writes an empty list as null.
  const value = fields[name] ?? []
  if (!Array.isArray(value)) throw new MalformedCase(`${name} is no list`)
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw new MalformedCase(`${name} holds something that is no text`)
    return item
  })
}

/** A size or index, as decimal text or as a number; undefined for one no tree can have. */
export function countOf(fields: Fields, name: string): bigint | undefined {
  const value = fields[name]
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
  return readUint64(textOf(fields, name))
}

/** Undefined for what is no base64. */
export function bytesOf(fields: Fields, name: string): Uint8Array | undefined {
  return readBase64(textOf(fields, name))
}

/** Undefined when one of them is no base64. */
export function listOfBytes(fields: Fields, name: string): Uint8Array[] | undefined {
  const list = textsOf(fields, name).map(readBase64)
  return list.every((bytes) => bytes !== undefined) ? list : undefined
}

/** What the first of these fields says that is text, or the place in the list. */
export function nameBy(...names: readonly string[]): (item: unknown, at: number) => string {
  return (item, at) => {
    const fields = typeof item === 'object' && item !== null ? (item as Fields) : {}
    const name = names.find((each) => typeof fields[each] === 'string' || typeof fields[each] === 'number')
    return name === undefined ? `case ${at}` : String(fields[name])
  }
}
