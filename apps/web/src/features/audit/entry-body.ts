/** An entry as its exact bytes say it. Nothing here is taken from what the server says beside them. */
export interface EntryBody {
  readonly id: string
  readonly ts: number
  readonly action: string
  readonly pci: readonly string[]
  readonly outcome: string
  readonly reason?: string
  readonly request?: string
  readonly actor: { readonly type: string; readonly id: string; readonly session?: string; readonly factors?: readonly string[] }
  readonly target: { readonly type: string; readonly id: string }
  readonly before?: unknown
  readonly after?: unknown
  readonly personal: Readonly<Record<string, string>>
}

/** null for bytes that are no entry, as a changed one may be. */
export function readEntryBody(bytes: Uint8Array): EntryBody | null {
  try {
    const body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as EntryBody
    const whole =
      typeof body.action === 'string' &&
      typeof body.ts === 'number' &&
      typeof body.actor?.id === 'string' &&
      typeof body.target?.id === 'string' &&
      Array.isArray(body.pci) &&
      typeof body.personal === 'object'
    return whole ? body : null
  } catch {
    return null
  }
}
