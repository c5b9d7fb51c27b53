import { describe, expect, it } from 'vitest'
import { withSmallBody } from './small-body.ts'

const url = 'http://localhost:3000/api/setup'
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

describe('a body', () => {
  it('passes whole, with its headers, up to the limit', async () => {
    const passed = await withSmallBody(post('{"a":1}', { 'content-type': 'application/json', cookie: 'a=b' }), 7)
    expect(await passed?.json()).toEqual({ a: 1 })
    expect(passed?.headers.get('content-type')).toBe('application/json')
    expect(passed?.headers.get('cookie')).toBe('a=b')
    expect(passed?.method).toBe('POST')
  })

  it('may be empty', async () => {
    expect(await (await withSmallBody(new Request(url, { method: 'POST' }), 7))?.text()).toBe('')
  })

  it('is refused by the length it tells, before any of it is read', async () => {
    expect(await withSmallBody(post('{}', { 'content-length': '8' }), 7)).toBeNull()
  })

  it('is refused as soon as more has come than may, however much would follow', async () => {
    let pulled = 0
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(4))
      },
    })
    expect(await withSmallBody(post(endless), 7)).toBeNull()
    expect(pulled).toBeLessThan(5)
  })
})
