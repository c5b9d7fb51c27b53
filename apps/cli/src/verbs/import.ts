import { createReadStream, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { ServiceContext } from '@counterfoil/services'
import {
  cancelFile,
  confirmFile,
  type FileDetail,
  findSource,
  getFile,
  receiveFile,
  saveMapping,
} from '@counterfoil/services/funds/files'
import { createFileReader, importFile, previewFile, type ReadingParts } from '@counterfoil/services/funds/reading'
import { createOpener } from '@counterfoil/services/vault'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import { readHubKeys } from '../read-hub-keys.ts'
import type { CliIo, Verb } from '../verb.ts'
import { tellChanges } from './import/tell-changes.ts'

export const importVerb: Verb = {
  usage: 'import FILE… [--yes] [--second-part] [--mapping FILE] [--source NAME] [--json]',
  summary:
    "Takes files of banks and acquirers into the chain's record: shows what each would change, asks, and imports it whole or not at all. With --second-part a file that would take an earlier one's rows away counts beside it. Exit 1: one was not imported.",
  async run(args, io) {
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        yes: { type: 'boolean' },
        'second-part': { type: 'boolean' },
        mapping: text,
        source: text,
        json: { type: 'boolean' },
      },
    })
    if (positionals.length === 0) throw new UsageError('name a file')
    if (values.json === true && values.yes !== true) throw new UsageError('--json asks nobody: give --yes with it')
    const opener = createOpener(readHubKeys(io.env).map(({ vault }) => vault.privateKey))
    const reader = createFileReader(systemClock)
    const answers = io.input[Symbol.asyncIterator]()
    let worst = 0
    try {
      await withServices(io, async (ctx) => {
        const mapping =
          values.mapping === undefined ? undefined : await saveMapping(ctx, JSON.parse(readFileSync(values.mapping, 'utf8')))
        const sourceId = values.source === undefined ? undefined : await findSource(ctx, values.source)
        for (const path of positionals) {
          if (io.stop.aborted) return
          const content = createReadStream(path, { highWaterMark: 1 << 20 })
          const received = await receiveFile(ctx, { name: basename(path), via: 'cli', content, mapping, sourceId })
          const said: Answer = values['second-part'] === true ? 'beside' : 'instead'
          const decide = async (file: FileDetail): Promise<Answer> =>
            values.yes === true ? (file.mayBePart ? said : 'instead') : ask(io, answers, file)
          const file = await bring(ctx, { opener, reader }, received.sameAs ?? received.id, decide)
          if (values.json === true) io.out(JSON.stringify(file))
          else io.out(`${basename(path)}: ${OUTCOMES[file.state]}${file.state === 'duplicate' ? ` of file ${file.sameAs}` : ''}`)
          if (!['imported', 'duplicate', 'superseded'].includes(file.state)) worst = 1
        }
      })
    } finally {
      await reader.close()
      await answers.return?.()
    }
    return worst
  },
}

type Answer = 'instead' | 'beside' | 'no'

const OUTCOMES: Readonly<Record<FileDetail['state'], string>> = {
  stored: 'kept; the hub reads it',
  previewed: 'read, and waits for a decision',
  imported: 'imported',
  held: 'held: an account or merchant account in it is not known here',
  quarantined: 'in quarantine: it holds full card numbers',
  refused: 'refused',
  duplicate: 'a duplicate',
  superseded: 'was imported, and a corrected file has taken its place',
}

async function bring(
  ctx: ServiceContext,
  parts: ReadingParts,
  id: number,
  decide: (file: FileDetail) => Promise<Answer>,
): Promise<FileDetail> {
  await previewFile(ctx, parts, id)
  const file = await getFile(ctx, { id })
  if (file.state !== 'previewed') return file
  if (!file.decided) {
    const counts = await decide(file)
    if (counts === 'no') {
      await cancelFile(ctx, { id })
      return getFile(ctx, { id })
    }
    await confirmFile(ctx, { id, counts })
  }
  await importFile(ctx, parts, id)
  return getFile(ctx, { id })
}

async function ask(io: CliIo, answers: AsyncIterator<string>, file: FileDetail): Promise<Answer> {
  for (const line of tellChanges(file)) io.out(line)
  io.out(
    file.mayBePart
      ? 'Is it a correction, which takes the place of the earlier file (y), or a second part, so that both count (b)? [y/b/N]'
      : 'Import it? [y/N]',
  )
  const answer = await answers.next()
  const said = answer.done === true ? '' : answer.value.trim()
  if (file.mayBePart && /^(b|both)$/i.test(said)) return 'beside'
  return /^(y|yes)$/i.test(said) ? 'instead' : 'no'
}
