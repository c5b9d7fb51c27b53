import type { LineKind } from '../model.ts'
import { isKnownEncoding } from '../text/encoding.ts'
import { type Direction, FIELDS, type Field, type Mapping, type Source } from './mapping.ts'

/** What is wrong with a mapping, in plain words and with the place. */
export class MappingError extends Error {
  override readonly name = 'MappingError'
}

type Json = Readonly<Record<string, unknown>>

const KEYS = [
  'mapping',
  'id',
  'revision',
  'title',
  'produces',
  'encoding',
  'layout',
  'skipLines',
  'names',
  'detailStartsWith',
  'ignoreStartsWith',
  'endStartsWith',
  'columns',
  'amounts',
  'direction',
  'feeDirection',
  'dateFormat',
  'zone',
  'currency',
  'kinds',
  'totals',
]
const LINE_KINDS: readonly LineKind[] = [
  'sale',
  'refund',
  'refund-reversed',
  'chargeback',
  'chargeback-reversed',
  'fee',
  'adjustment',
  'transfer',
  'reserve',
  'payout',
  'payout-returned',
  'other',
]

/** Reads a mapping from its JSON text, with defaults for what is left out. */
export function parseMapping(text: string): Mapping {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new MappingError('the mapping is no JSON')
  }
  return readMapping(value)
}

export function readMapping(value: unknown): Mapping {
  const json = object(value, 'the mapping')
  onlyKeys(json, KEYS, 'the mapping')
  if (json.mapping !== 1) throw new MappingError('"mapping" has to be 1, the version of this language')
  const layout = readLayout(json.layout)
  const names = optional(json.names, boolean, 'names', layout.kind === 'delimited')
  const encoding = optional(json.encoding, string, 'encoding', 'auto')
  if (encoding !== 'auto' && !isKnownEncoding(encoding)) throw new MappingError(`"encoding": ${encoding} is not known`)
  const mapping: Mapping = {
    mapping: 1,
    id: string(json.id, 'id'),
    revision: optional(json.revision, wholeNumber, 'revision', 1),
    title: optional(json.title, string, 'title', string(json.id, 'id')),
    produces: oneOf(json.produces, ['settlement', 'statement'], 'produces'),
    encoding,
    layout,
    skipLines: optional(json.skipLines, wholeNumber, 'skipLines', 0),
    names,
    detailStartsWith: optional(json.detailStartsWith, strings, 'detailStartsWith', []),
    ignoreStartsWith: optional(json.ignoreStartsWith, strings, 'ignoreStartsWith', []),
    endStartsWith: optional(json.endStartsWith, strings, 'endStartsWith', []),
    columns: readColumns(json.columns, names, layout.kind),
    feeColumns: readPlaces(json.columns, 'fee', names, layout.kind),
    cardColumns: readPlaces(json.columns, 'card', names, layout.kind),
    amounts: readAmounts(json.amounts),
    direction: readDirection(json.direction, 'direction'),
    feeDirection: readDirection(json.feeDirection, 'feeDirection'),
    dateFormat: optional(json.dateFormat, string, 'dateFormat', 'yyyy-MM-dd'),
    zone: optional(json.zone, string, 'zone', null),
    currency: optional(json.currency, string, 'currency', null),
    kinds: readKinds(json.kinds),
    totals: readTotals(json.totals),
  }
  checkWhole(mapping)
  return mapping
}

function checkWhole({ columns, currency, dateFormat }: Mapping): void {
  if (!('amount' in columns || 'gross' in columns || 'net' in columns || 'credit' in columns || 'debit' in columns))
    throw new MappingError('"columns" has to say where the amount is: amount, gross, net, or credit and debit')
  if (!('currency' in columns) && currency === null)
    throw new MappingError('say the currency, in "currency" or as a column: it is not guessed')
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) throw new MappingError('"currency" has to be three capital letters')
  for (const part of ['yy', 'M', 'd'])
    if ('date' in columns && !dateFormat.includes(part)) throw new MappingError(`"dateFormat" has no ${part}`)
}

function readLayout(value: unknown): Mapping['layout'] {
  const json = object(value, 'layout')
  onlyKeys(json, ['kind', 'delimiter', 'quote'], 'layout')
  if (oneOf(json.kind, ['delimited', 'fixed'], 'layout.kind') === 'fixed') return { kind: 'fixed' }
  const delimiter = optional(json.delimiter, string, 'layout.delimiter', ',')
  if (delimiter.length !== 1) throw new MappingError('"layout.delimiter" has to be one character')
  return { kind: 'delimited', delimiter, quote: optional(json.quote, string, 'layout.quote', '"') }
}

function readColumns(value: unknown, names: boolean, layout: 'delimited' | 'fixed'): Mapping['columns'] {
  const json = object(value, 'columns')
  onlyKeys(json, FIELDS, 'columns')
  return Object.fromEntries(
    Object.entries(json)
      .filter(([field]) => field !== 'fee' && field !== 'card')
      .map(([field, source]): [Field, Source] => [field as Field, readPlace(source, `columns.${field}`, names, layout)]),
  )
}

/** Of what may stand in several columns. */
function readPlaces(value: unknown, field: 'fee' | 'card', names: boolean, layout: 'delimited' | 'fixed'): Source[] {
  const places = object(value, 'columns')[field]
  if (places === undefined) return []
  return (Array.isArray(places) ? places : [places]).map((source) => readPlace(source, `columns.${field}`, names, layout))
}

/** A source that the layout has. */
function readPlace(value: unknown, where: string, names: boolean, layout: 'delimited' | 'fixed'): Source {
  const source = readSource(value, where)
  if ('name' in source && !names) throw new MappingError(`"${where}" names a column, but the file has no names`)
  if ('from' in source !== (layout === 'fixed') && !('value' in source))
    throw new MappingError(`"${where}" has to be ${layout === 'fixed' ? 'positions, "from" and "to"' : 'a column'}`)
  return source
}

function readSource(value: unknown, where: string): Source {
  if (typeof value === 'string') return { name: value }
  const json = object(value, where)
  onlyKeys(json, ['name', 'column', 'from', 'to', 'value'], where)
  if ('name' in json) return { name: string(json.name, `${where}.name`) }
  if ('value' in json) return { value: string(json.value, `${where}.value`) }
  if ('column' in json) return { column: positive(json.column, `${where}.column`) }
  const from = positive(json.from, `${where}.from`)
  const to = positive(json.to, `${where}.to`)
  if (to < from) throw new MappingError(`"${where}": "to" is before "from"`)
  return { from, to }
}

function readAmounts(value: unknown): Mapping['amounts'] {
  const json = value === undefined ? {} : object(value, 'amounts')
  onlyKeys(json, ['decimal', 'thousands', 'minorUnits', 'strip', 'inverted', 'feesBelowZero'], 'amounts')
  const decimal = optional<'.' | ',', '.'>(
    json.decimal,
    (each, where) => oneOf<'.' | ','>(each, ['.', ','], where),
    'amounts.decimal',
    '.',
  )
  const thousands = optional(json.thousands, string, 'amounts.thousands', '')
  if (thousands === decimal) throw new MappingError('"amounts": thousands and decimals cannot be marked by the same character')
  return {
    decimal,
    thousands,
    minorUnits: optional(json.minorUnits, boolean, 'amounts.minorUnits', false),
    strip: optional(json.strip, strings, 'amounts.strip', []),
    inverted: optional(json.inverted, boolean, 'amounts.inverted', false),
    feesBelowZero: optional(json.feesBelowZero, boolean, 'amounts.feesBelowZero', false),
  }
}

function readDirection(value: unknown, where: string): Direction | null {
  if (value === undefined || value === null) return null
  const json = object(value, where)
  onlyKeys(json, ['source', 'credit', 'debit', 'none'], where)
  return {
    source: readSource(json.source, `${where}.source`),
    credit: strings(json.credit, `${where}.credit`),
    debit: strings(json.debit, `${where}.debit`),
    none: optional(json.none, strings, `${where}.none`, []),
  }
}

function readKinds(value: unknown): Mapping['kinds'] {
  const json = value === undefined ? {} : object(value, 'kinds')
  return Object.fromEntries(Object.entries(json).map(([word, kind]) => [word, oneOf(kind, LINE_KINDS, `kinds.${word}`)]))
}

function readTotals(value: unknown): Mapping['totals'] {
  if (value === undefined || value === null) return null
  const json = object(value, 'totals')
  onlyKeys(json, ['startsWith', 'count', 'sum'], 'totals')
  return {
    startsWith: string(json.startsWith, 'totals.startsWith'),
    count: json.count === undefined ? null : readSource(json.count, 'totals.count'),
    sum: json.sum === undefined ? null : readSource(json.sum, 'totals.sum'),
  }
}

function object(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MappingError(`${where} has to be an object`)
  return value as Json
}

function onlyKeys(json: Json, keys: readonly string[], where: string): void {
  for (const key of Object.keys(json)) if (!keys.includes(key)) throw new MappingError(`${where}: "${key}" means nothing here`)
}

function optional<T, D>(value: unknown, read: (value: unknown, where: string) => T, where: string, otherwise: D): T | D {
  return value === undefined || value === null ? otherwise : read(value, where)
}

function string(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new MappingError(`"${where}" has to be a text`)
  return value
}

function strings(value: unknown, where: string): string[] {
  if (!Array.isArray(value)) throw new MappingError(`"${where}" has to be a list of texts`)
  return value.map((each, index) => string(each, `${where}[${index}]`))
}

function boolean(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw new MappingError(`"${where}" has to be true or false`)
  return value
}

function wholeNumber(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new MappingError(`"${where}" has to be a whole number`)
  return value
}

function positive(value: unknown, where: string): number {
  const number = wholeNumber(value, where)
  if (number === 0) throw new MappingError(`"${where}" counts from 1`)
  return number
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], where: string): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new MappingError(`"${where}" has to be one of ${choices.join(', ')}`)
  return found
}
