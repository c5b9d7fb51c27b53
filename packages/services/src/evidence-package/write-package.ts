import { createHash } from 'node:crypto'
import { BUNDLE_FOLDER, CONTENTS_FILE, formatContents, type PackedFile, parseVerifierKey } from '@counterfoil/audit'
import { bundleWithManifest } from '../audit/export-bundle.ts'
import type { ServiceContext } from '../context.ts'
import { type FileToZip, writeZip } from '../zip/index.ts'
import { summaryPdf } from './pdf/summary-pdf.ts'
import { rangeOf, readPeriod } from './period.ts'
import { readRecordFacts } from './record-facts.ts'
import type { Language, SectionContent } from './section.ts'
import { sections } from './sections/index.ts'
import { packageFileName, type Summary, summaryJson } from './summary.ts'

export interface PackageQuestion {
  /** First and last day, in the zone of the daily reviews. */
  readonly from: string
  readonly to: string
  readonly language: Language
  /** A person's name, or the part of the product that made it on a schedule. */
  readonly madeBy: string
}

export interface WrittenPackage {
  readonly fromIndex: number
  readonly toIndex: number
  readonly bytes: number
  /** Hexadecimal, of the whole file. */
  readonly sha256: string
}

/**
 * Writes the evidence of a period as one ZIP, piece by piece: the audit bundle, what each section keeps, the summary as JSON and
 * on paper, and a list of contents with the SHA-256 of every file. `invalid` where nothing was recorded in the period.
 */
export async function writePackage(
  ctx: Pick<ServiceContext, 'pool' | 'now'>,
  question: PackageQuestion,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<WrittenPackage> {
  const period = await readPeriod(ctx.pool, question.from, question.to)
  const range = await rangeOf(ctx, period)
  const record = await readRecordFacts(ctx, range)
  const contents: (Summary['sections'][number] & { readonly content: SectionContent | null })[] = []
  for (const { key, title, read } of sections) contents.push({ key, title, content: await read({ ...ctx, period }) })
  const madeAt = ctx.now()
  const packed: PackedFile[] = []

  async function* files(): AsyncGenerator<FileToZip> {
    const options = { witnesses: record.witnesses, quorum: record.quorum }
    const identity = { origin: record.origin, logKey: parseVerifierKey(record.logKey), madeAt }
    for await (const file of bundleWithManifest(ctx.pool, range, identity, options))
      yield counted({ ...file, name: BUNDLE_FOLDER + file.name })
    for (const { key, content } of contents)
      for (const { name, text } of content?.files ?? []) yield counted({ name: `${key}/${name}`, content: whole(text) })
    const { language, madeBy } = question
    const fileName = packageFileName(question, language)
    const summary: Summary = { language, period, record, sections: contents, files: [...packed], madeBy, madeAt, fileName }
    yield counted({ name: 'summary.json', content: whole(summaryJson(summary)) })
    yield counted({ name: 'summary.pdf', content: whole(await summaryPdf(summary)) })
    yield { name: CONTENTS_FILE, content: whole(formatContents(packed)) }
  }

  /** Hashes what goes into the ZIP as it goes. */
  function counted({ name, content }: FileToZip): FileToZip {
    async function* counting(): AsyncGenerator<Uint8Array> {
      const hash = createHash('sha256')
      let bytes = 0
      for await (const piece of content) {
        hash.update(piece)
        bytes += piece.length
        yield piece
      }
      packed.push({ name, bytes, sha256: hash.digest('hex') })
    }
    return { name, content: counting() }
  }

  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of writeZip(files())) {
    hash.update(piece)
    bytes += piece.length
    await write(piece)
  }
  return { fromIndex: range.from, toIndex: range.to, bytes, sha256: hash.digest('hex') }
}

async function* whole(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content)
}
