import { base64 } from '../crypto/text.ts'
import { decodeProofFile, encodeProofFile } from '../proof-files/proof-file.ts'
import { tilePath, tileSizes } from '../tiles/index.ts'
import { type CaseResult, type Finding, MalformedCase, tryEach } from './case-result.ts'
import { asFields, bytesOf, countOf, type Fields, listOfBytes, nameBy, textOf, textsOf } from './read-fields.ts'

export async function tryTiles(section: unknown): Promise<CaseResult[]> {
  const { paths, sizes } = asFields(section, 'tiles')
  return [
    ...(await tryEach('tiles.paths', paths, nameBy('path'), tryPath)),
    ...(await tryEach('tiles.sizes', sizes, nameBy('treeSize'), trySizes)),
  ]
}

function tryPath(item: unknown): Finding {
  const fields = asFields(item)
  const { level } = fields
  const index = countOf(fields, 'index')
  if ((typeof level !== 'number' && level !== 'entries') || index === undefined) throw new MalformedCase('no level or index')
  const width = fields.partialWidth ?? fields.width ?? 0
  return { wanted: textOf(fields, 'path'), found: tilePath(level, index, Number(width)) }
}

function trySizes(item: unknown): Finding {
  const fields = asFields(item)
  const size = countOf(fields, 'treeSize')
  if (size === undefined || !Array.isArray(fields.levels)) throw new MalformedCase('treeSize or levels cannot be read')
  const wanted = fields.levels.map((each) => {
    const { level, full, partialWidth } = asFields(each, 'a level')
    return { level: Number(level), full: String(full), partialWidth: String(partialWidth) }
  })
  const found = tileSizes(size).map(({ level, full, partialWidth }) => ({
    level,
    full: `${full}`,
    partialWidth: `${partialWidth}`,
  }))
  return { wanted, found }
}

export async function tryProofFiles(section: unknown): Promise<CaseResult[]> {
  const { marshal, bad } = asFields(section, 'tlogProof')
  const nameOf = (item: unknown, at: number) => `index ${nameBy('index')(item, at)}`
  return [
    ...(await tryEach('tlogProof.marshal', marshal, nameOf, tryMarshal)),
    ...(await tryEach('tlogProof.bad', bad, (item) => JSON.stringify(item), tryBad)),
  ]
}

/** Both ways: written it is the text, and read again it says the same. */
function tryMarshal(item: unknown): Finding {
  const fields = asFields(item)
  const [index, proof, extra] = [countOf(fields, 'index'), listOfBytes(fields, 'hashes'), extraOf(fields)]
  const [text, checkpoint] = [textOf(fields, 'text'), textOf(fields, 'checkpoint')]
  const wanted = { text, index: `${index}`, hashes: textsOf(fields, 'hashes'), extra: extra ? base64(extra) : '', checkpoint }
  if (index === undefined || proof === undefined) throw new MalformedCase('an index or hash cannot be read')
  const written = encodeProofFile({ index, proof, ...(extra && { extra }), checkpoint })
  const read = decodeProofFile(text)
  if (read === undefined) return { wanted, found: { text: written, read: 'refused' } }
  const hashes = read.proof.map(base64)
  return {
    wanted,
    found: {
      text: written,
      index: `${read.index}`,
      hashes,
      extra: read.extra ? base64(read.extra) : '',
      checkpoint: read.checkpoint,
    },
  }
}

function extraOf(fields: Fields): Uint8Array | undefined {
  if (fields.extraBase64 === undefined) return undefined
  const bytes = bytesOf(fields, 'extraBase64')
  if (bytes === undefined) throw new MalformedCase('extraBase64 is no base64')
  return bytes
}

function tryBad(item: unknown): Finding {
  if (typeof item !== 'string') throw new MalformedCase('a proof file is no text')
  return { wanted: 'refused', found: decodeProofFile(item) === undefined ? 'refused' : 'accepted' }
}
