import { expect, it } from 'vitest'
import { type KeeperState, nextStep, waitMs } from './next-step.ts'

const leading: KeeperState = {
  leading: true,
  leaseAtMs: 10_000,
  size: 5n,
  signedSize: 5n,
  signedAtMs: 10_000,
  moreWait: false,
}

it('asks for the lease at once, then each second, and does nothing without it', () => {
  const fresh = { ...leading, leading: false, leaseAtMs: null, signedAtMs: null }
  expect(nextStep(fresh, 0)).toEqual({ lease: true, take: false, checkpoint: false })
  expect(nextStep({ ...fresh, leaseAtMs: 10_000 }, 10_999)).toEqual({ lease: false, take: false, checkpoint: false })
  expect(nextStep({ ...fresh, leaseAtMs: 10_000 }, 11_000).lease).toBe(true)
})

it('signs news within half a second of the last checkpoint, silence each minute, and at once when it begins', () => {
  expect(nextStep({ ...leading, size: 6n }, 10_499).checkpoint).toBe(false)
  expect(nextStep({ ...leading, size: 6n }, 10_500).checkpoint).toBe(true)
  expect(nextStep(leading, 69_999).checkpoint).toBe(false)
  expect(nextStep(leading, 70_000).checkpoint).toBe(true)
  expect(nextStep({ ...leading, signedAtMs: null }, 10_001).checkpoint).toBe(true)
})

it('goes on without a pause while more wait', () => {
  expect(waitMs({ ...leading, moreWait: true })).toBe(0)
  expect(waitMs({ ...leading, moreWait: true, leading: false })).toBe(200)
  expect(waitMs(leading)).toBe(200)
})
