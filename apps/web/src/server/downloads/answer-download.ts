import { setTimeout as sleep } from 'node:timers/promises'
import type { FieldTable } from '@counterfoil/protocol'
import { isServiceError } from '@counterfoil/services'
import { ExportProvedEntriesInput, exportProvedEntries } from '@counterfoil/services/audit'
import { refuseCardNumbers } from '@counterfoil/services/card-alarms'
import { TakeDocumentInput, takeDocument } from '@counterfoil/services/device-documents'
import { ExportDevicesInput, exportDeviceSheet } from '@counterfoil/services/devices'
import { openEvidenceFolder, TakePackageInput, takePackage } from '@counterfoil/services/evidence'
import { TakeBundleInput, takeBundle } from '@counterfoil/services/funds/bundle'
import { TakeOriginalInput, takeOriginal } from '@counterfoil/services/funds/files'
import { ExportTableInput, exportTable, tablePermission } from '@counterfoil/services/funds/tables'
import { ExportInspectionsInput, exportInspectionSheet } from '@counterfoil/services/inspections'
import { z } from 'zod'
import { admit, type ProcedureMeta } from '../admit.ts'
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
  TakeOriginalInput.extend({ what: z.literal('original') }),
  TakeDocumentInput.extend({ what: z.literal('document') }),
  ExportDevicesInput.extend({ what: z.literal('devices') }),
  ExportInspectionsInput.extend({ what: z.literal('inspections') }),
  ExportTableInput.extend({ what: z.literal('table') }),
])

/** References of ours in what is asked of a table; every other text is looked at. */
const TABLE_FIELDS: FieldTable = { 'of.query.filter.payoutId': 'typed' }

/** Files too large for a procedure's answer: asked for as procedures are, by the same gate, and streamed. */
export async function answerDownload(request: Request, runtime: Runtime): Promise<Response> {
  const read = await readOwnJson(request, runtime.settings, MOST_BYTES)
  if ('refused' in read) return read.refused
  const context = await createContext(request.headers, runtime)
  try {
    await admit(context, needsOf(read.body), 'download')
    const input = DownloadInput.safeParse(read.body)
    if (!input.success) return refuse(400, 'INVALID', 'There is no such file. Ask for one as the pages do.')
    const { services } = context
    const asked = input.data
    await refuseCardNumbers(
      services,
      'download',
      (asked.what === 'table' ? TABLE_FIELDS : inputFields['audit.export']) ?? {},
      asked,
    )
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
      case 'table': {
        const { content, ...headers } = await exportTable(services, asked)
        return await streamFile(headers, async (write) => {
          for await (const piece of content) await write(piece)
        })
      }
      case 'devices': {
        const { content, ...headers } = await exportDeviceSheet(services, asked)
        return await streamFile(headers, async (write) => {
          for await (const piece of content) await write(piece)
        })
      }
      case 'inspections': {
        const { content, ...headers } = await exportInspectionSheet(services, asked)
        return await streamFile(headers, async (write) => {
          for await (const piece of content) await write(piece)
        })
      }
      case 'document': {
        const { name, type, content } = await takeDocument(services, asked, sleep)
        return await streamFile({ fileName: name, type }, async (write) => {
          for await (const piece of content) await write(piece)
        })
      }
      case 'original': {
        const { name, content } = await takeOriginal(services, asked, sleep)
        return await streamFile({ fileName: name, type: 'application/octet-stream' }, async (write) => {
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

/** What the file needs; asking for one that is none is refused as the record's are. */
function needsOf(body: unknown): ProcedureMeta {
  const { what, of } = (body ?? {}) as { what?: unknown; of?: { table?: unknown } }
  switch (what) {
    case 'bundle':
      return { permission: 'funds.prove', audit: 'funds_bundle.taken' }
    case 'devices':
      return { permission: 'devices.read', audit: 'devices.exported' }
    case 'document':
      return { permission: 'devices.read', audit: 'device_document.taken' }
    case 'inspections':
      return { permission: 'inspections.read', audit: 'inspections.exported' }
    case 'original':
      return { permission: 'funds.files', audit: 'funds_file.exported' }
    case 'table':
      return { permission: tablePermission(of?.table), audit: 'funds_table.exported' }
    default:
      return { permission: 'audit.read', audit: 'audit.exported' }
  }
}
