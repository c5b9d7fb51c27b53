import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { listSerialPorts } from '../terminals/list-serial-ports.ts'
import { type Command, printJson, readOptions } from './command.ts'

const Manifest = z.object({ version: z.string(), platform: z.string(), sha256: z.record(z.string(), z.string()) })

export const checkInstall: Command = {
  usage: 'check-install [--json]',
  summary: 'Checks an installed agent on this machine: its own files, the serial add-on, the database engine.',
  async run(args, io) {
    const { values } = readOptions(args, {})
    const folder = dirname(process.argv[1] ?? '')
    const list = join(folder, 'manifest.json')
    if (!existsSync(list))
      throw new Error('This agent did not come out of a package: there is nothing to hold its files against.')
    const manifest = Manifest.parse(JSON.parse(readFileSync(list, 'utf8')))
    for (const [name, sha256] of Object.entries(manifest.sha256)) {
      const found = createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')
      if (found !== sha256) throw new Error(`${join(folder, name)} is not the file that was packed: install the package again.`)
    }
    // The add-on was loaded with this program; asking it for ports shows that it fits this machine.
    await listSerialPorts()
    new DatabaseSync(':memory:').close()
    if (values.json) printJson(io, { version: manifest.version, platform: manifest.platform, sound: true })
    else io.out(`Counterfoil agent ${manifest.version} for ${manifest.platform} is complete and works on this machine.`)
    return 0
  },
}
