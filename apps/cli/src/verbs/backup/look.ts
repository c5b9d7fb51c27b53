import { parseArgs } from 'node:util'
import { listBases, openRepository, readWal, verifyRepository } from '@counterfoil/db/backup'
import type { CliIo } from '../../verb.ts'
import { oneFolder } from './one-folder.ts'
import { unlock, unlockOptions } from './unlock.ts'

/** What can be brought back. */
export async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const repository = await openRepository(oneFolder(positionals))
  const bases = await Promise.all(
    (await listBases(repository)).map(async (base) => {
      const { whole, partial } = await readWal(repository.folder, base.line)
      return { ...base, reachesTo: (partial ?? whole.at(-1))?.at ?? base.finishedAt }
    }),
  )
  if (values.json) io.out(JSON.stringify({ installation: repository.installation, bases }))
  else if (bases.length === 0) io.out('There is nothing to bring back: "backup now" makes the first base backup.')
  else for (const { name, finishedAt, reachesTo } of bases) io.out(`${name}  from ${finishedAt}  to ${reachesTo}`)
  return bases.length > 0 ? 0 : 1
}

/** Reads every file: by its SHA-256 without a key, and opened and unpacked into nothing with it. */
export async function verify(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, open: { type: 'boolean' }, ...unlockOptions },
  })
  const repository = await openRepository(oneFolder(positionals))
  const opens = values.open === true || values['passphrase-file'] !== undefined || values['secret-file'] !== undefined
  const privateKey = opens ? await unlock(repository, values, io) : undefined
  const { bases, segments, bytes, opened, faults } = await verifyRepository(repository, {
    privateKey,
    onFile: (name) => io.status?.(name),
  })
  io.status?.('')
  if (values.json) io.out(JSON.stringify({ bases: bases.map(({ name }) => name), segments, bytes, opened, faults }))
  else {
    for (const fault of faults) io.out(`✗ ${fault}`)
    io.out(`${bases.length} base backups and ${segments} segments of the log, ${(bytes / 1_000_000).toFixed(1)} MB.`)
    if (bases.length === 0) io.out('There is nothing to bring back.')
    else if (faults.length === 0)
      io.out(
        opened
          ? 'Every file is what was written, opens, and unpacks to what was backed up.'
          : 'Every file is what its manifest says. Whether it opens was not tried: --open, with the passphrase or the secret.',
      )
  }
  return faults.length === 0 && bases.length > 0 ? 0 : 1
}
