export interface FetchedFile {
  readonly fileName: string
  readonly blob: Blob
}

/** Asks for a file as procedures are asked; the browser keeps what comes where it has room. Throws what the server says. */
export async function fetchFile(asked: object): Promise<FetchedFile> {
  const response = await fetch('/api/download', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  })
  if (!response.ok) {
    const told: { message?: string } = await response.json().catch(() => ({}))
    throw new Error(told.message ?? `HTTP ${response.status}`)
  }
  return { fileName: nameIn(response.headers.get('content-disposition') ?? ''), blob: await response.blob() }
}

function nameIn(disposition: string): string {
  const whole = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1]
  return whole === undefined ? (/filename="([^"]+)"/.exec(disposition)?.[1] ?? 'counterfoil') : decodeURIComponent(whole)
}
