import type { RefusedAnswer } from '../../../components/refusal/use-refused-words.ts'

/** Sends one file as it is. Null when it is kept, else what it was refused for. */
export async function sendDocument(deviceId: number, file: File): Promise<RefusedAnswer | null> {
  const address = `/api/v1/devices/documents?device=${deviceId}&name=${encodeURIComponent(file.name)}`
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Blob([file], { type: 'application/octet-stream' }),
  }).catch(() => null)
  if (response === null) return { reason: 'broken_off', message: '' }
  if (response.ok) return null
  const { code = '', message = `HTTP ${response.status}` }: { code?: string; message?: string } = await response
    .json()
    .catch(() => ({}))
  return { reason: code.toLowerCase(), message }
}
