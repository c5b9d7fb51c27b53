import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { UpdateProblem } from '@counterfoil/updates'

const LONGEST_MS = 120_000

/** The version’s own check of itself on this machine, in a process of its own. Throws `UpdateProblem` with what it says. */
export function selfTest(folder: string): Promise<void> {
  const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  return new Promise((resolve, reject) => {
    const args = [join(folder, 'agent.mjs'), 'check-install']
    execFile(node, args, { timeout: LONGEST_MS, windowsHide: true }, (error, _out, said) => {
      if (error === null) return resolve()
      const why = said.trim().split('\n').at(-1) || error.message
      reject(new UpdateProblem('unsound', `The new version does not pass its own check on this machine: ${why}`, error))
    })
  })
}
