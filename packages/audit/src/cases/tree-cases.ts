import { hex, readHex } from '../crypto/text.ts'
import {
  appendLeaves,
  EMPTY_ROOT,
  emptyFrontier,
  leafHash,
  rootOf,
  subtreesInMemory,
  type Verdict,
  verifyConsistency,
  verifyInclusion,
} from '../merkle/index.ts'
import { type CaseResult, type Finding, MalformedCase, tryCase, tryEach } from './case-result.ts'
import { asFields, bytesOf, countOf, type Fields, flagOf, listOfBytes, nameBy, textOf, textsOf } from './read-fields.ts'

const RFC6962 = 'rfc6962'

export async function tryRfc6962(section: unknown): Promise<CaseResult[]> {
  const fields = asFields(section, RFC6962)
  const empty = 'emptyRootHex' in fields
  return [
    ...(empty ? [await tryCase(RFC6962, 'empty root', () => compare(textOf(fields, 'emptyRootHex'), EMPTY_ROOT))] : []),
    ...(await tryNodes(fields)),
    ...(await tryRoots(fields)),
  ]
}

async function tryNodes(fields: Fields): Promise<CaseResult[]> {
  const rows = fields.nodeHashesHex ?? []
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) return tryEach(`${RFC6962}.nodeHashesHex`, {}, nameBy(), notTried)
  const nodes = rows.flatMap((row: unknown[], level) =>
    row.map((hash, index) => ({ name: `node ${level}/${index}`, level, index, hash })),
  )
  return tryEach(RFC6962, nodes, nameBy('name'), async (item) => {
    const { level, index, hash } = item as (typeof nodes)[number]
    return compare(hash, await subtreesInMemory(leavesOf(fields))(level, BigInt(index)))
  })
}

async function tryRoots(fields: Fields): Promise<CaseResult[]> {
  const nameOf = (_: unknown, size: number) => `root of ${size}`
  return tryEach(RFC6962, fields.rootsBySizeHex, nameOf, (hash, size) => {
    const leaves = leavesOf(fields)
    if (size > leaves.length) throw new MalformedCase(`there are no ${size} leaf inputs`)
    return compare(hash, rootOf(appendLeaves(emptyFrontier(), leaves.slice(0, size))))
  })
}

export function tryInclusion(section: unknown): Promise<CaseResult[]> {
  return tryEach('inclusion', section, nameBy('name', 'desc'), (item) => {
    const fields = asFields(item)
    const wanted = flagOf(fields, 'wantErr') ? 'refused' : 'accepted'
    const [index, size] = [countOf(fields, 'leafIndex'), countOf(fields, 'treeSize')]
    const [leaf, root, proof] = [bytesOf(fields, 'leafHash'), bytesOf(fields, 'root'), listOfBytes(fields, 'proof')]
    const readable = index !== undefined && size !== undefined && leaf && root && proof
    return say(wanted, readable ? verifyInclusion({ index, size, leaf, root, proof }) : UNREADABLE)
  })
}

export function tryConsistency(section: unknown): Promise<CaseResult[]> {
  return tryEach('consistency', section, nameBy('name', 'desc'), (item) => {
    const fields = asFields(item)
    const wanted = flagOf(fields, 'wantErr') ? 'refused' : 'accepted'
    const [from, to] = [countOf(fields, 'size1'), countOf(fields, 'size2')]
    const [fromRoot, toRoot, proof] = [bytesOf(fields, 'root1'), bytesOf(fields, 'root2'), listOfBytes(fields, 'proof')]
    const readable = from !== undefined && to !== undefined && fromRoot && toRoot && proof
    return say(wanted, readable ? verifyConsistency({ from, to, fromRoot, toRoot, proof }) : UNREADABLE)
  })
}

const UNREADABLE: Verdict = { ok: false, why: 'a size or a hash cannot be read' }

function say(wanted: string, verdict: Verdict): Finding {
  return verdict.ok ? { wanted, found: 'accepted' } : { wanted, found: 'refused', why: verdict.why }
}

function compare(wanted: unknown, hash: Uint8Array): Finding {
  return { wanted, found: hex(hash) }
}

function leavesOf(fields: Fields): Uint8Array[] {
  return textsOf(fields, 'leafInputsHex').map((input) => {
    const bytes = readHex(input)
    if (bytes === undefined) throw new MalformedCase('a leaf input is no hex')
    return leafHash(bytes)
  })
}

function notTried(): Finding {
  throw new MalformedCase('not tried')
}
