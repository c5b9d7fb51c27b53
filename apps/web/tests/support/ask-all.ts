import { BATCH_MOST } from '../../src/trpc/batch-size.ts'
import type { TestAnswer, TestBrowser } from './open-dashboard.ts'

interface OneAnswer {
  readonly error?: { readonly json: { readonly data: { readonly httpStatus: number } } }
}

/** Longer ones would make a request too long together. */
const LONG = 10_000

/**
 * Asks one procedure all of these, as pages do: several in one request, each answered for itself. Those that would spoil it for the
 * others go alone, and so do those of a request that was refused whole.
 */
export async function askAll(
  browser: TestBrowser,
  path: string,
  bodies: readonly string[],
): Promise<{ body: string; answer: TestAnswer }[]> {
  const alone = (body: string) => body.length > LONG || body.includes('\\u0000')
  const together = bodies.filter((body) => !alone(body))
  const batches = Array.from({ length: Math.ceil(together.length / BATCH_MOST) }, (_, index) =>
    together.slice(index * BATCH_MOST, (index + 1) * BATCH_MOST),
  )
  const answers: { body: string; answer: TestAnswer }[] = []
  for (const body of bodies.filter(alone)) answers.push({ body, answer: await browser.post(`/api/trpc/${path}`, body) })
  for (const batch of batches) {
    const whole = await browser.post(
      `/api/trpc/${batch.map(() => path).join(',')}?batch=1`,
      `{${batch.map((body, index) => `"${index}":${body}`).join(',')}}`,
    )
    const each: OneAnswer[] | null = Array.isArray(whole.body) && whole.body.length === batch.length ? whole.body : null
    for (const [index, body] of batch.entries()) {
      const one = each?.[index]
      const answer =
        one === undefined
          ? await browser.post(`/api/trpc/${path}`, body)
          : { status: one.error?.json.data.httpStatus ?? 200, body: one, setCookies: [] }
      answers.push({ body, answer })
    }
  }
  return answers
}
