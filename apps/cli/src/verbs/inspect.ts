import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createFileInspector } from '@counterfoil/services/funds'
import type { InspectDocument } from '@counterfoil/settlement'
import { MappingError, parseMapping } from '@counterfoil/settlement/mapping'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { UsageError } from '../cli-error.ts'
import type { CliIo, Verb } from '../verb.ts'
import { tellFile } from './inspect/tell-file.ts'

export const inspect: Verb = {
  usage: 'inspect FILE…|- [--mapping FILE] [--json]',
  summary:
    'Tells what a bank\'s or acquirer\'s file holds and whether it ties, keeping nothing; "-" reads one path per line. Exit 1: a file could not be read.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, mapping: { type: 'string' } },
    })
    if (positionals.length === 0) throw new UsageError('name a file, or "-" to read paths from standard input')
    const mapping = values.mapping === undefined ? undefined : readMapping(values.mapping)
    const inspector = createFileInspector(systemClock)
    const print = (document: InspectDocument) => {
      if (values.json === true) io.out(JSON.stringify(document))
      else for (const line of tellFile(document)) io.out(line)
    }
    let worst = 0
    try {
      for await (const path of paths(positionals, io)) {
        if (io.stop.aborted) return 1
        const { document, readable } = await inspector.inspect({ path, mapping })
        print(document)
        if (!readable) worst = 1
      }
    } finally {
      await inspector.close()
    }
    return worst
  },
}

async function* paths(positionals: readonly string[], io: CliIo): AsyncGenerator<string> {
  for (const path of positionals) {
    if (path !== '-') yield path
    else for await (const line of io.input) if (line.trim() !== '') yield line.trim()
  }
}

/** Read once and judged before any file is: what is wrong with it is wrong usage. */
function readMapping(path: string): string {
  const text = readFileSync(path, 'utf8')
  try {
    parseMapping(text)
  } catch (error) {
    if (error instanceof MappingError) throw new UsageError(`${path}: ${error.message}`)
    throw error
  }
  return text
}
