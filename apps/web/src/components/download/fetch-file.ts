import type { RefusedAnswer } from '../refusal/use-refused-words.ts'

export interface FetchedFile {
  readonly fileName: string
  readonly blob: Blob
}

/** Asks for a file as procedures are asked; the browser keeps what comes where it has room. Throws why not, in the page's words. */
export async function fetchFile(asked: object, wordsFor: (refused: RefusedAnswer) => string | null): Promise<FetchedFile> {
  const response = await fetch('/api/download', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  })
  if (!response.ok) {
    const { code = '', message = `HTTP ${response.status}` }: { code?: string; message?: string } = await response
      .json()
      .catch(() => ({}))
    throw new Error(wordsFor({ reason: code.toLowerCase(), message }) ?? message)
  }
  return { fileName: nameIn(response.headers.get('content-disposition') ?? ''), blob: await response.blob() }
}

function nameIn(disposition: string): string {
  const whole = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1]
  return whole === undefined ? (/filename="([^"]+)"/.exec(disposition)?.[1] ?? 'counterfoil') : decodeURIComponent(whole)
}
