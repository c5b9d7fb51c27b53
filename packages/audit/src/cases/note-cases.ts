import { readBase64 } from '../crypto/text.ts'
import { formatVerifierKey, openNote, parseSignerKey, parseVerifierKey, signNote, type VerifierKey } from '../notes/index.ts'
import { type CaseResult, type Finding, MalformedCase, tryEach } from './case-result.ts'
import { asFields, type Fields, nameBy, textOf, textsOf } from './read-fields.ts'

const SECTION = 'signedNote'

export async function trySignedNotes(section: unknown): Promise<CaseResult[]> {
  const { keys, sign, open, badVkeys } = asFields(section, SECTION)
  return [
    ...(await tryEach(`${SECTION}.keys`, keys, nameBy('name'), tryKey)),
    ...(await tryEach(`${SECTION}.sign`, sign, nameBy('desc', 'name'), trySign)),
    ...(await tryEach(`${SECTION}.open`, open, nameBy('desc', 'name'), tryOpen)),
    ...(await tryEach(`${SECTION}.badVkeys`, badVkeys, String, tryBadKey)),
  ]
}

function tryKey(item: unknown): Finding {
  const fields = asFields(item)
  const [name, vkey] = [textOf(fields, 'name'), textOf(fields, 'vkey')]
  const wanted = { name, vkey, ...(fields.skey !== undefined && { vkeyOfSkey: vkey }) }
  const key = readKey(vkey)
  if (key === undefined) return { wanted, found: 'refused', why: whyNoKey(vkey) }
  const found = { name: key.name, vkey: formatVerifierKey(key) }
  if (fields.skey === undefined) return { wanted, found }
  return { wanted, found: { ...found, vkeyOfSkey: vkeyOf(textOf(fields, 'skey')) } }
}

function trySign(item: unknown): Finding {
  const fields = asFields(item)
  return { wanted: textOf(fields, 'note'), found: signNote(textOf(fields, 'text'), parseSignerKey(textOf(fields, 'skey'))) }
}

function tryOpen(item: unknown): Finding {
  const fields = asFields(item)
  const { error, verified, unverified } = asFields(fields.expect, 'expect')
  const wanted = error === undefined ? { verified, unverified: unverified ?? [] } : { error }
  const trusted = textsOf(fields, 'trustedVkeys').map(readKey)
  if (!trusted.every((key) => key !== undefined)) return { wanted, found: { error: 'malformed key' } }
  const opened = openNote(noteOf(fields), trusted)
  if (!opened.ok) return { wanted, found: { error: opened.error }, why: opened.why }
  const names = (signatures: typeof opened.verified) => signatures.map(({ name }) => name)
  return { wanted, found: { verified: names(opened.verified), unverified: names(opened.unverified) } }
}

function tryBadKey(item: unknown): Finding {
  if (typeof item !== 'string') throw new MalformedCase('a verifier key is no text')
  return { wanted: 'refused', found: readKey(item) === undefined ? 'refused' : 'accepted', why: whyNoKey(item) }
}

function noteOf(fields: Fields): string | Uint8Array {
  if (fields.noteBase64 === undefined) return textOf(fields, 'note')
  const bytes = readBase64(textOf(fields, 'noteBase64'))
  if (bytes === undefined) throw new MalformedCase('noteBase64 is no base64')
  return bytes
}

/** Undefined for what is no verifier key. */
export function readKey(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(text)
  } catch {
    return undefined
  }
}

/** The public half of a signer key; `refused` for what is none. */
export function vkeyOf(skey: string): string {
  try {
    return formatVerifierKey(parseSignerKey(skey))
  } catch {
    return 'refused'
  }
}

function whyNoKey(text: string): string | undefined {
  try {
    parseVerifierKey(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : undefined
  }
}
