import { addConnector, NewConnector } from '@counterfoil/services/funds/pulls'
import { UsageError } from '../../../cli-error.ts'
import { withServices } from '../../../open-services.ts'
import type { CliIo } from '../../../verb.ts'

/** Checked and added; what is wrong with it is told as wrong usage, and never with a secret. */
export async function addOne(document: NewConnector, io: CliIo, then: string): Promise<number> {
  const parsed = NewConnector.safeParse(document)
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; '))
  await withServices(io, (ctx) => addConnector(ctx, document))
  io.out(`pull ${document.name} added: ${then}`)
  return 0
}
