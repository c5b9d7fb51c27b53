import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Finding } from '../doctor/finding.ts'
import { openPageKeys } from '../local-page/page-keys.ts'
import type { PagePowers } from '../local-page/page-powers.ts'
import { runVerb, type VerbResult } from './run-verb.ts'

/** Every address of a hub may take its twenty seconds, by both ways. */
const DOCTOR_MS = 5 * 60_000

const Findings = z.object({
  findings: z.array(
    z.object({
      area: z.enum(['config', 'record', 'identity', 'hub', 'terminal', 'till_api']),
      subject: z.string().optional(),
      verdict: z.enum(['good', 'warn', 'bad']),
      message: z.string(),
    }),
  ),
})

/** What the running agent's page may do beside the agent itself. */
export function pagePowers(port: number, { dataDir, config }: { dataDir: string; config: string }): PagePowers {
  const randomText = () => randomBytes(32).toString('base64url')
  return {
    port,
    keys: openPageKeys(dataDir),
    randomText,
    async doctor() {
      const result = await runVerb(['doctor', '--json', '--config', config], DOCTOR_MS)
      return readFindings(result)
    },
    async supportBundle() {
      // In the agent's own folder: nobody else may read it, and a service may write nowhere else.
      const file = join(dataDir, `support-bundle-${randomText()}.zip`)
      try {
        const result = await runVerb(['support-bundle', '--to', file, '--config', config], DOCTOR_MS)
        if (result.code !== 0) throw new Error(why(result))
        return readFileSync(file)
      } finally {
        rmSync(file, { force: true })
      }
    },
  }
}

/** The doctor ends with 1 where something is wrong, and has said what. */
function readFindings(result: VerbResult): readonly Finding[] {
  try {
    const { findings } = Findings.parse(JSON.parse(result.out))
    return findings.map(({ subject, ...finding }) => ({ ...finding, ...(subject !== undefined && { subject }) }))
  } catch {
    throw new Error(why(result))
  }
}

function why({ code, out, err }: VerbResult): string {
  return (err.trim() || out.trim() || `it ended with ${code}`).slice(0, 500)
}
