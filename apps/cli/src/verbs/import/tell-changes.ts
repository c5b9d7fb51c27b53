import type { FileDetail } from '@counterfoil/services/funds/files'
import { tellFile } from '../inspect/tell-file.ts'

/** What importing a file would change, in sentences. */
export function tellChanges({ facts, changes, supersedes }: FileDetail): string[] {
  return [
    ...(facts === null ? [] : tellFile(facts)),
    ...(changes?.kinds ?? []).map(({ kind, currency, lines, net }) => `  + ${lines} ${kind}, ${net} ${currency}`),
    ...(changes?.firstPayouts ?? []).map(
      ({ batch, merchantAccount, dueOn, net, currency }) =>
        `  + payout ${batch} of ${merchantAccount}, ${net} ${currency}, due on ${dueOn}`,
    ),
    ...(supersedes === null ? [] : [`  It takes the place of file ${supersedes}:`]),
    ...(changes?.difference?.there ?? []).map(({ line, what }) => `  - line ${line}: ${what}`),
    ...(changes?.difference?.here ?? []).map(({ line, what }) => `  + line ${line}: ${what}`),
  ]
}
