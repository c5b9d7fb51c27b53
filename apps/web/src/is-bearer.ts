import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether this Authorization header shows the token. Compared by hash: neither content nor length shows in the time it takes. */
export function isBearer(header: string | null | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`))
}
