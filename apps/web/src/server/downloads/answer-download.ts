import { isServiceError } from '@counterfoil/services'
import { ExportProvedEntriesInput, exportProvedEntries } from '@counterfoil/services/audit'
import { refuseCardNumbers } from '@counterfoil/services/card-alarms'
import { openEvidenceFolder, TakePackageInput, takePackage } from '@counterfoil/services/evidence'
import { TakeBundleInput, takeBundle } from '@counterfoil/services/funds/bundle'
import { z } from 'zod'
import { admit } from '../admit.ts'
import { createContext, type Runtime } from '../context.ts'
import { inputFields } from '../input-fields.ts'
import { readOwnJson } from '../read-own-json.ts'
import { refuse, tellServiceError } from '../refuse.ts'
import { streamFile } from './stream-file.ts'

const MOST_BYTES = 10_000
const DownloadInput = z.discriminatedUnion('what', [
  ExportProvedEntriesInput.extend({ what: z.literal('entries') }),
  TakePackageInput.extend({ what: z.literal('package') }),
  TakeBundleInput.extend({ what: z.literal('bundle') }),
])

const OF_AUDIT = { permission: 'audit.read', audit: 'audit.exported' } as const
const OF_FUNDS = { permission: 'funds.prove', audit: 'funds_bundle.taken' } as const

/** Told before the question is read: what is asked for says who may ask. */
const wantsBundle = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'what' in body && body.what === 'bundle'

/** Files too large for a procedure's answer: asked for as procedures are, by the same gate, and streamed. */
export async function answerDownload(request: Request, runtime: Runtime): Promise<Response> {
  const read = await readOwnJson(request, runtime.settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  const context = await createContext(request.headers, runtime)
  try {
    await admit(context, wantsBundle(read.body) ? OF_FUNDS : OF_AUDIT, 'download')
    const input = DownloadInput.safeParse(read.body)
    if (!input.success) return refuse(400, 'INVALID', 'There is no such file. Ask for one as the pages do.')
    const { services } = context
    await refuseCardNumbers(services, 'download', inputFields['audit.export'] ?? {}, input.data)
    const asked = input.data
    switch (asked.what) {
      case 'entries': {
        const fileName = `counterfoil-audit-${services.now().toISOString().slice(0, 10)}.jsonl`
        return await streamFile({ fileName, type: 'application/jsonl' }, (write) => exportProvedEntries(services, asked, write))
      }
      case 'bundle': {
        const { evidenceDir } = runtime.settings
        const folder = evidenceDir === null ? null : openEvidenceFolder(evidenceDir)
        const { fileName, content } = await takeBundle(services, asked.id, folder)
        return await streamFile({ fileName, type: 'application/zip' }, async (write) => {
          for await (const piece of content) await write(piece)
        })
      }
      case 'package': {
        const { evidenceDir } = runtime.settings
        const folder = evidenceDir === null ? null : openEvidenceFolder(evidenceDir)
        const { fileName, content } = await takePackage(services, asked, folder)
        return await streamFile({ fileName, type: 'application/zip' }, async (write) => {
          for await (const piece of content) await write(piece)
        })
      }
    }
  } catch (error) {
    if (!isServiceError(error)) {
      runtime.logFault('a file could not be made', error)
      return refuse(500, 'FAULT', 'The file could not be made. Try again; if it stays, look into the dashboard’s log.')
    }
    return tellServiceError(error)
  }
}
