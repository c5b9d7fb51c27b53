import { openCheckpoint, parseCheckpoint } from '../checkpoints/index.ts'
import { splitCosignature } from '../cosignatures/index.ts'
import { base64, readBase64 } from '../crypto/text.ts'
import { formatVerifierKey } from '../notes/index.ts'
import { type CaseResult, type Finding, MalformedCase, tryCase, tryEach } from './case-result.ts'
import { readKey, vkeyOf } from './note-cases.ts'
import { asFields, type Fields, flagOf, nameBy, textOf, textsOf } from './read-fields.ts'

export async function tryCheckpoints(section: unknown): Promise<CaseResult[]> {
  const { parse, policy, policyKeys } = asFields(section, 'checkpoint')
  const { sign, verify } = policyKeys === undefined ? {} : asFields(policyKeys, 'policyKeys')
  const verifyKeys = verify === undefined ? {} : asFields(verify, 'policyKeys.verify')
  const signKeys = Object.entries(sign === undefined ? {} : asFields(sign, 'policyKeys.sign'))
  const pairs = signKeys.filter(([name]) => name in verifyKeys)
  return [
    ...(await tryEach('checkpoint.parse', parse, nameBy('desc', 'name'), tryParse)),
    ...(await tryEach('checkpoint.policy', policy, nameBy('desc', 'name'), (item) => tryPolicy(item, verifyKeys))),
    ...(await tryEach(
      'checkpoint.policyKeys',
      pairs,
      (_, at) => pairs[at]?.[0] ?? '',
      (_, at) => {
        const [name = '', skey] = pairs[at] ?? []
        return { wanted: verifyKeys[name], found: vkeyOf(String(skey)) }
      },
    )),
  ]
}

function tryParse(item: unknown): Finding {
  const fields = asFields(item)
  const parsed = parseCheckpoint(textOf(fields, 'text'))
  const all = parsed && {
    origin: parsed.origin,
    size: `${parsed.size}`,
    hashBase64: base64(parsed.root),
    rest: parsed.rest,
  }
  if (!flagOf(fields, 'valid')) return { wanted: 'refused', found: all ?? 'refused' }
  // Only what the case tells is compared.
  const told = Object.keys({ origin: 0, size: 0, hashBase64: 0, rest: 0 }).filter((name) => fields[name] !== undefined)
  const pick = (from: Fields) => Object.fromEntries(told.map((name) => [name, name === 'size' ? String(from[name]) : from[name]]))
  return { wanted: pick(fields), found: all === undefined ? 'refused' : pick(all) }
}

function tryPolicy(item: unknown, verifyKeys: Fields): Finding {
  const fields = asFields(item)
  const wanted = { accept: flagOf(fields, 'accept'), ...(fields.verified !== undefined && { verified: fields.verified }) }
  const trusted = textsOf(fields, 'trustedVkeys').map(readKey)
  if (!trusted.every((key) => key !== undefined)) throw new MalformedCase('a trusted key is no verifier key')
  const named = textOf(fields, 'logKey')
  const logKey = trusted.find(({ name }) => name === named) ?? readKey(String(verifyKeys[named] ?? named))
  if (logKey === undefined) throw new MalformedCase(`there is no key called ${named}`)
  const opened = openCheckpoint(textOf(fields, 'note'), { origin: textOf(fields, 'expectedOrigin'), logKey, trusted })
  const verified = fields.verified === undefined ? {} : { verified: opened.verified.map(({ name }) => name) }
  return { wanted, found: { accept: opened.ok, ...verified }, why: opened.ok ? undefined : opened.why }
}

export async function tryCosignatures(section: unknown): Promise<CaseResult[]> {
  const { vkeyType4, timestamp } = asFields(section, 'cosignature')
  const keys = vkeyType4 === undefined ? [] : [vkeyType4]
  const keyCases = keys.map((vkey) =>
    tryCase('cosignature', 'vkeyType4', () => {
      const key = readKey(String(vkey))
      return { wanted: vkey, found: key === undefined ? 'refused' : formatVerifierKey(key) }
    }),
  )
  return [
    ...(await Promise.all(keyCases)),
    ...(await tryEach('cosignature.timestamp', timestamp, nameBy('desc', 'posixSeconds', 'error'), tryTimestamp)),
  ]
}

const KEY_ID_BYTES = 4

function tryTimestamp(item: unknown): Finding {
  const fields = asFields(item)
  const bytes = readBase64(textOf(fields, 'signatureBase64'))
  const parts = bytes && splitCosignature(bytes.subarray(KEY_ID_BYTES))
  const wanted = fields.posixSeconds === undefined ? 'refused' : String(fields.posixSeconds)
  return { wanted, found: parts === undefined ? 'refused' : `${parts.timeSeconds}` }
}
