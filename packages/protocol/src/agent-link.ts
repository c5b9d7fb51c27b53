import { z } from 'zod'
import { Ed25519Signature, Sha256Hex, ShortText, Uuid } from './values.ts'

/** Limits of one batch; the hub refuses more. */
export const BATCH_MAX_EVENTS = 256
export const BATCH_MAX_BYTES = 64 * 1024

/** Sent by the hub as soon as the socket opens; valid once, for 30 s. */
export const Challenge = z.strictObject({ hubId: Uuid, nonce: Sha256Hex, protocol: z.int(), oldestProtocol: z.int() })
export type Challenge = z.infer<typeof Challenge>

export const Hello = z.strictObject({
  agentId: Uuid,
  protocol: z.int(),
  version: ShortText,
  boot: Uuid,
  epoch: z.int().min(1),
  /** Last number given out by the outbox in this epoch, 0 for none, and the chain head after it. */
  lastSeq: z.int().min(0),
  head: Sha256Hex,
  signature: Ed25519Signature,
})
export type Hello = z.infer<typeof Hello>

/** The agent signs this; the first line keeps the signature useless for any other purpose. */
export function helloText(hello: Omit<Hello, 'signature'>, challenge: Pick<Challenge, 'hubId' | 'nonce'>): string {
  return [
    'counterfoil-hello/v1',
    challenge.hubId,
    challenge.nonce,
    hello.agentId,
    hello.protocol,
    hello.version,
    hello.boot,
    hello.epoch,
    hello.lastSeq,
    hello.head,
  ].join('\n')
}

export const HelloAnswer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), highWater: z.int().min(0), head: Sha256Hex, hubTimeMs: z.int() }),
  z.looseObject({
    ok: z.literal(false),
    code: z.enum([
      'unknown_agent',
      'bad_signature',
      'challenge_expired',
      'agent_too_old',
      'agent_too_new',
      'wrong_epoch',
      'malformed',
      'busy',
      'unavailable',
    ]),
    message: ShortText,
    retryAfterMs: z.int().optional(),
  }),
])
export type HelloAnswer = z.infer<typeof HelloAnswer>

/**
 * Consecutive events of one agent. `bodies` are the exact canonical bytes, one event a line (canonical JSON has no raw
 * line feed), so that the hub hashes and stores what the agent signed and never writes them anew.
 */
export const Batch = z.strictObject({
  epoch: z.int().min(1),
  firstSeq: z.int().min(1),
  count: z.int().min(1).max(BATCH_MAX_EVENTS),
  /** Chain head before the first event, and after the last. */
  prevHead: Sha256Hex,
  head: Sha256Hex,
  bodies: z.string().max(BATCH_MAX_BYTES * 2),
  signature: Ed25519Signature,
})
export type Batch = z.infer<typeof Batch>

/** One signature per batch covers number, chain heads and, through the chain, every body. */
export function batchText(agentId: string, batch: Pick<Batch, 'epoch' | 'firstSeq' | 'count' | 'prevHead' | 'head'>): string {
  return ['counterfoil-batch/v1', agentId, batch.epoch, batch.firstSeq, batch.count, batch.prevHead, batch.head].join('\n')
}

/** Sent after the commit, never before. `highWater` and `head` are what PostgreSQL holds. */
export const BatchAnswer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), highWater: z.int().min(0), head: Sha256Hex, quarantined: z.boolean().optional() }),
  z.looseObject({
    ok: z.literal(false),
    code: z.enum([
      'malformed',
      'too_large',
      'bad_signature',
      'broken_chain',
      'gap',
      'fork',
      'wrong_epoch',
      'not_greeted',
      'busy',
      'unavailable',
    ]),
    message: ShortText,
    /** Where to go on from, for `gap`. */
    resendFrom: z.int().optional(),
    retryAfterMs: z.int().optional(),
  }),
])
export type BatchAnswer = z.infer<typeof BatchAnswer>

/** Socket events of the `/agents` namespace. Payloads are `unknown` until parsed: both sides check what they get. */
export interface AgentToHub {
  hello: (hello: unknown, answer: (answer: HelloAnswer) => void) => void
  batch: (batch: unknown, answer: (answer: BatchAnswer) => void) => void
  /** Every 10 s while idle: how many events wait on the agent's disk, and the oldest one's age. */
  pulse: (pulse: unknown) => void
}
export interface HubToAgent {
  challenge: (challenge: Challenge) => void
}

export const Pulse = z.strictObject({ waiting: z.int().min(0), oldestMs: z.int().min(0), atMs: z.int() })
export type Pulse = z.infer<typeof Pulse>
