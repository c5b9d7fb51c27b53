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
  usage: 'import FILE… [--yes] [--mapping FILE] [--source NAME] [--json]',
  summary:
    "Takes files of banks and acquirers into the chain's record: shows what each would change, asks, and imports it whole or not at all. Exit 1: one was not imported.",
  async run(args, io) {
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { yes: { type: 'boolean' }, mapping: text, source: text, json: { type: 'boolean' } },
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
          const yes = async (file: FileDetail) => values.yes === true || (await ask(io, answers, file))
          const file = await bring(ctx, { opener, reader }, received.sameAs ?? received.id, yes)
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
  yes: (file: FileDetail) => Promise<boolean>,
): Promise<FileDetail> {
  await previewFile(ctx, parts, id)
  const file = await getFile(ctx, { id })
  if (file.state !== 'previewed') return file
  if (!file.decided) {
    if (!(await yes(file))) {
      await cancelFile(ctx, { id })
      return getFile(ctx, { id })
    }
    await confirmFile(ctx, { id })
  }
  await importFile(ctx, parts, id)
  return getFile(ctx, { id })
}

async function ask(io: CliIo, answers: AsyncIterator<string>, file: FileDetail): Promise<boolean> {
  for (const line of tellChanges(file)) io.out(line)
  io.out('Import it? [y/N]')
  const answer = await answers.next()
  return answer.done !== true && /^(y|yes)$/i.test(answer.value.trim())
}
