import { stackPlaces } from '../stack/places.ts'
import type { PageForm } from './page-forms.ts'

const { origin } = stackPlaces()

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What somebody shows with each request, as headers: a cookie, a token, or nothing. */
export type Shown = Readonly<Record<string, string>>

/** Asks for an address in one of its forms. */
export async function ask(address: string, form: PageForm, shown: Shown): Promise<Answer> {
  let url = new URL(origin + form.path(address))
  for (let hops = 0; ; hops += 1) {
    const answer = await fetch(url, {
      method: form.method ?? 'GET',
      headers: { ...form.headers, ...shown, 'accept-language': 'en' },
      redirect: 'manual',
      ...(form.body === undefined ? {} : { body: form.body }),
    })
    const text = await answer.text()
    const location = answer.headers.get('location')
    const next = location === null ? null : new URL(location, url)
    // Next sends its own client on to the address with a mark of its headers; everything else is looked at as it is.
    if (next === null || next.pathname !== url.pathname || hops === 3)
      return { status: answer.status, headers: answer.headers, text }
    url = next
  }
}

/** Some at once: the server has several connections, and a walk has thousands of steps. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}

export const words = ({ text, headers }: Answer) => text + JSON.stringify([...headers])
/** What a document shows, without what its scripts carry. */
export const visible = ({ text }: Answer) => text.replaceAll(/<script[\s\S]*?<\/script>/g, '')

/** What somebody looks at besides in each answer of a walk. */
export type Look = (answer: Answer, address: string, form: PageForm) => void

/** Asks for each address in each form, and collects what should not have been told, or kept. */
export async function walkAll(
  addresses: readonly string[],
  forms: readonly PageForm[],
  shown: Shown,
  forbidden: readonly string[],
  look: Look = () => {},
): Promise<string[]> {
  const faults: string[] = []
  await inTurns(
    [...new Set(addresses)].flatMap((address) => forms.map((form) => ({ address, form }))),
    async ({ address, form }) => {
      const answer = await ask(address, form, shown)
      look(answer, address, form)
      for (const word of forbidden) if (words(answer).includes(word)) faults.push(`${address} ${form.what}: told of ${word}`)
      if (answer.status >= 500) faults.push(`${address} ${form.what}: ${answer.status}`)
      const kept = answer.headers.get('cache-control') ?? ''
      if (answer.status === 200 && !kept.includes('no-store')) faults.push(`${address} ${form.what}: may be kept (${kept})`)
    },
  )
  return faults
}
