import { COSIGNATURE_V1, ED25519, parseVerifierKey, type VerifierKey } from '@counterfoil/audit'

/** A witness that is asked to countersign this hub's log. */
export interface ForeignWitness {
  readonly key: VerifierKey
  /** Where its `add-checkpoint` is: what stands before that word, without a slash at the end. */
  readonly url: string
}

/** Logs of others that this hub countersigns: by origin, the keys that may sign for each. */
export type WitnessedLogs = ReadonlyMap<string, readonly VerifierKey[]>

/** `KEY URL, KEY URL …`: verifier keys (`name+id+key`) of witnesses and their addresses. Throws an error that names what is wrong. */
export function parseWitnessUrls(text: string): readonly ForeignWitness[] {
  const witnesses = pairs(text).map((pair): ForeignWitness => {
    const [key = '', url = '', ...more] = pair
    if (url === '' || more.length > 0) throw new Error(`"${pair.join(' ')}" is not a key, a space and an address`)
    return { key: readKey(key, COSIGNATURE_V1, 'a witness’s (cosignature/v1)'), url: readUrl(url) }
  })
  const names = witnesses.map(({ key }) => `${key.name}+${key.id}`)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new Error(`${twice} stands there twice`)
  return witnesses
}

/** `ORIGIN KEY, KEY …`: logs and their keys; the origin may be left out where the key is called like the log. */
export function parseWitnessedLogs(text: string): WitnessedLogs {
  const logs = new Map<string, VerifierKey[]>()
  for (const pair of pairs(text)) {
    const [first = '', second, ...more] = pair
    if (more.length > 0) throw new Error(`"${pair.join(' ')}" is not the name of a log, a space and its key`)
    const key = readKey(second ?? first, ED25519, 'a log’s (Ed25519)')
    const origin = second === undefined ? key.name : first
    logs.set(origin, [...(logs.get(origin) ?? []), key])
  }
  return logs
}

function pairs(text: string): string[][] {
  return text
    .split(',')
    .map((pair) => pair.split(/\s+/).filter((word) => word !== ''))
    .filter((words) => words.length > 0)
}

function readKey(text: string, algorithm: VerifierKey['algorithm'], kind: string): VerifierKey {
  const key = parseVerifierKey(text)
  if (key.algorithm !== algorithm) throw new Error(`the key of ${key.name} is not ${kind}`)
  return key
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null) throw new Error(`"${text}" is no address`)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    throw new Error(`${url.origin} is not https: only a witness on this machine may be asked without`)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new Error(`the address at ${url.host} holds more than host, port and path`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
