import { MARKER } from './attack-payloads.ts'

/** How a body of JSON can be sent so that one reader takes it for something else than another. */
export const contentTypes: readonly (string | null)[] = [
  null,
  '',
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/json',
  'application/jsonp',
  'application/json, text/plain',
  'text/plain, application/json',
  'application/vnd.api+json',
  'application/octet-stream',
  'application/xml',
  'x-application/json',
]

/** Still JSON, whatever the letters are said to be: what is read is UTF-8. */
export const jsonTypes: readonly string[] = [
  'application/json; charset=utf-16',
  'application/json; charset=utf-7',
  'application/json; charset="x',
  'APPLICATION/JSON;x=y',
]

/** Lists and objects inside each other, `depth` times. */
export const deepJson = (depth: number): string[] => [
  `${'['.repeat(depth)}${']'.repeat(depth)}`,
  `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
]

export const depths: readonly number[] = [10, 1_000, 10_000, 100_000]

/** What is put in the place of a field, being no text. */
export const wrongKinds: readonly unknown[] = [
  null,
  true,
  0,
  1e308,
  [],
  [MARKER],
  {},
  { $ne: null },
  { contains: '' },
  { toString: MARKER },
  { length: 5 },
]

/** The same field twice: whichever counts must be the one that is looked at. */
export function withFieldTwice(body: Readonly<Record<string, unknown>>, name: string, value: unknown): string {
  const whole = JSON.stringify(body)
  return `${whole.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`
}
