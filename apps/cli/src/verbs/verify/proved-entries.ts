import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { MalformedBundle, type ProvedEntriesReport, type VerifyOptions, verifyProvedEntries } from '@counterfoil/audit'
import type { CliIo } from '../../verb.ts'
import { Unreadable } from './exit-codes.ts'
import { createProgressBar } from './progress-bar.ts'
import { VERDICTS } from './verdicts.ts'

/** A file that begins as a JSON object does: entries with proofs, not a bundle. */
export async function isLines(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0)
    return bytesRead === 1 && buffer[0] === 0x7b
  } catch {
    return false
  } finally {
    await file.close()
  }
}

/** What a search found, each entry with its proof. */
export async function provedEntries(
  path: string,
  trust: NonNullable<VerifyOptions['trust']>,
  json: boolean,
  io: CliIo,
): Promise<number> {
  const bar = createProgressBar(io)
  try {
    const report = await verifyProvedEntries(createReadStream(path, { highWaterMark: 1 << 20 }), {
      trust,
      stop: io.stop,
      onProgress: bar.show,
    })
    bar.end()
    if (json) io.out(JSON.stringify(report))
    else for (const line of tell(report)) io.out(line)
    return report.exitCode
  } catch (error) {
    bar.end()
    if (error instanceof MalformedBundle) throw new Unreadable(`${path}: ${error.message}`)
    throw error
  }
}

function tell({ verdict, origin, size, entries, witnesses, findings, remarks }: ProvedEntriesReport): string[] {
  const by = witnesses.length === 0 ? '' : `, witnessed by ${witnesses.join(', ')}`
  const against = size === null ? '' : `, each held against the signed checkpoint of ${size} entries${by}`
  return [
    VERDICTS[verdict],
    '',
    `Log ${origin}: ${entries} entries read${against}.`,
    ...findings.map(({ text }) => `✗ ${text}`),
    ...remarks.map((text) => `· ${text}`),
  ]
}
