import { request as httpRequest } from 'node:http'
import { expect } from 'vitest'
import { z } from 'zod'

export interface TillAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly body: Record<string, unknown>
}

interface Described {
  readonly paths: Record<
    string,
    Record<
      string,
      {
        readonly responses: Record<string, { readonly content: Record<string, { readonly schema: { readonly $ref?: string } }> }>
      }
    >
  >
  readonly components: { readonly schemas: Record<string, object> }
}

export interface Ask {
  readonly method?: string
  readonly path: string
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, text as it is. */
  readonly body?: object | string
  /** Called as soon as the answer begins: an answer that streams is followed from here on. */
  readonly whenBegun?: () => void
}

/** Asks as a till would, also with a wrong Host; every JSON answer is held to the API's own description. */
export async function createTillClient(url: string, token: string) {
  const send = ({ method = 'GET', path, token: given = token, headers = {}, body, whenBegun }: Ask): Promise<TillAnswer> =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'object' ? JSON.stringify(body) : body
      const request = httpRequest(
        new URL(path, url),
        {
          method,
          headers: {
            ...(given !== '' && { Authorization: `Bearer ${given}` }),
            ...(text !== undefined && { 'Content-Type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          whenBegun?.()
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const answered = Buffer.concat(chunks).toString()
            const isJson = response.headers['content-type']?.startsWith('application/json') === true
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: answered,
              body: isJson ? JSON.parse(answered) : {},
            })
          })
        },
      )
      request.on('error', reject)
      request.end(text)
    })
  const described = (await send({ path: '/openapi.json', token: '' })).body as unknown as Described
  const seen = new Set<string>()

  return {
    described,
    /** `METHOD path status` of everything answered so far. */
    seen,
    async ask(call: Ask): Promise<TillAnswer> {
      const answer = await send(call)
      const path = call.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\/terminals\/)[^/]+/, '{id}')
      const operation = described.paths[path]?.[(call.method ?? 'GET').toLowerCase()]
      if (operation === undefined) return answer
      const content = operation.responses[String(answer.status)]?.content
      expect(
        content,
        `${call.method ?? 'GET'} ${path} answered ${answer.status}, which it does not describe: ${answer.text}`,
      ).toBeDefined()
      const name = content?.['application/json']?.schema.$ref?.split('/').at(-1)
      if (name !== undefined) {
        const schema = z.fromJSONSchema(described.components.schemas[name] as Parameters<typeof z.fromJSONSchema>[0])
        expect(schema.safeParse(answer.body).error?.issues, `${path} ${answer.status} is not a ${name}`).toBeUndefined()
      }
      seen.add(`${call.method ?? 'GET'} ${path} ${answer.status}`)
      return answer
    },
  }
}
