import { destinationPurpose } from '../alerts/secret-purpose.ts'
import { contentPurpose } from '../card-alarms/content-purpose.ts'
import { documentPurpose } from '../device-documents/document-purpose.ts'
import { filePurpose } from '../funds/file-purpose.ts'
import { pullSecretPurpose } from '../funds/pulls/secret-purpose.ts'
import { streamSecretPurpose } from '../streams/secret-purpose.ts'

interface SealedPlace {
  /** With a uuid `id` and the sealed bytes in `sealed`. */
  readonly table: string
  readonly purposeOf: (id: string) => string
}

/** Every table that holds something sealed for the hub. A test compares it with the schema. */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'alert_destination_secret', purposeOf: destinationPurpose },
  { table: 'audit_stream_secret', purposeOf: streamSecretPurpose },
  { table: 'card_alarm_content', purposeOf: contentPurpose },
  { table: 'device_document_content', purposeOf: documentPurpose },
  { table: 'funds_file_content', purposeOf: filePurpose },
  { table: 'funds_pull_secret', purposeOf: pullSecretPurpose },
]

/** The id of the key that sealed the bytes of a column, as its header names it. */
export const sealedFor = (column: string): string => `substr(${column}, 5, 8)`
