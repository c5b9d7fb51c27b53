import { z } from 'zod'
import { CommandKey, type SignedCommand } from './agent-commands.ts'
import type { Approvers } from './approvers.ts'
import type { CheckpointAnswer, CheckpointNews, CosignatureAnswer } from './log-witness.ts'
import { Ed25519PublicKey, Ed25519Signature, LongText, Sha256Hex, ShortText, Uuid } from './values.ts'

/** Limits of one batch; the hub refuses more. */
export const BATCH_MAX_EVENTS = 256
export const BATCH_MAX_BYTES = 64 * 1024
/** So much may be sent without the hub's leave; a larger backlog waits for `credit`, so that it delays nobody's live sale. */
export const LIVE_MAX_EVENTS = 32

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
  /** The join number the hub offered last and this agent has on its disk; 0 before the first. */
  join: z.int().min(0),
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
    hello.join,
  ].join('\n')
}

export const HelloAnswer = z.discriminatedUnion('ok', [
  z.looseObject({
    ok: z.literal(true),
    highWater: z.int().min(0),
    head: Sha256Hex,
    hubTimeMs: z.int(),
    /** The next join number: to be on disk before `joined` says so. */
    offer: z.int().min(1),
    /** The key is due: make a new one and send `rotate`. */
    rotateKey: z.boolean().optional(),
    /** The hub keeps a log that the agent may watch: it answers `checkpoint`. */
    checkpoints: z.boolean().optional(),
    /** What commands are signed with. One that cannot be read is as none: the connection serves for the rest. */
    commandKey: CommandKey.optional().catch(undefined),
  }),
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
      /** An old join number: the disk went back to an earlier state. */
      'disk_reset',
      /** Two machines use one identity; neither is heard until a person has looked. */
      'cloned',
      'busy',
      'unavailable',
    ]),
    message: LongText,
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

/** Says that the offered join number is on the agent's disk; the one before it is dead from here on. */
export const Joined = z.strictObject({ join: z.int().min(1) })
export type Joined = z.infer<typeof Joined>

/**
 * Leave to send so many events of a backlog; leaves add up until the connection ends, and every batch uses up as much as it has
 * events. Any leave that is left lets one whole batch go: what it has beyond is not owed.
 */
export const Credit = z.strictObject({ events: z.int().min(1) })
export type Credit = z.infer<typeof Credit>

/** A new key, vouched for by the one in use and by itself. It counts from the first hello it signs; until then both do. */
export const RotateKey = z.strictObject({
  publicKey: Ed25519PublicKey,
  oldSignature: Ed25519Signature,
  newSignature: Ed25519Signature,
})
export type RotateKey = z.infer<typeof RotateKey>

/** Both keys sign this; the first line keeps the signatures useless for any other purpose. */
export function rotationText(agentId: string, oldPublicKey: string, newPublicKey: string): string {
  return ['counterfoil-rotate/v1', agentId, oldPublicKey, newPublicKey].join('\n')
}

export const RotateAnswer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.looseObject({
    ok: z.literal(false),
    code: z.enum(['malformed', 'bad_signature', 'key_in_use', 'not_greeted', 'unavailable']),
    message: LongText,
  }),
])
export type RotateAnswer = z.infer<typeof RotateAnswer>

/** Socket events of the `/agents` namespace. Payloads are `unknown` until parsed: both sides check what they get. */
export interface AgentToHub {
  hello: (hello: unknown, answer: (answer: HelloAnswer) => void) => void
  batch: (batch: unknown, answer: (answer: BatchAnswer) => void) => void
  joined: (joined: unknown) => void
  rotate: (key: unknown, answer: (answer: RotateAnswer) => void) => void
  /** Every 10 s, and when a backlog waits for leave: how many events wait on the agent's disk, and the oldest one's age. */
  pulse: (pulse: unknown, answer: (answer: PulseAnswer) => void) => void
  checkpoint: (ask: unknown, answer: (answer: CheckpointAnswer) => void) => void
  cosignature: (cosignature: unknown, answer: (answer: CosignatureAnswer) => void) => void
}
export interface HubToAgent {
  challenge: (challenge: Challenge) => void
  credit: (credit: Credit) => void
  news: (news: CheckpointNews) => void
  /** Once the agent has `joined`, and again with every connection until it has ended. */
  command: (command: SignedCommand) => void
  /** Who may approve commands: once the agent has `joined`, and when the list changes. */
  approvers: (approvers: Approvers) => void
}

export const Pulse = z.strictObject({ waiting: z.int().min(0), oldestMs: z.int().min(0), atMs: z.int() })
export type Pulse = z.infer<typeof Pulse>

/** Says only that somebody is there: a dead connection with nothing on its way looks like a quiet one. */
export const PulseAnswer = z.looseObject({ ok: z.literal(true) })
export type PulseAnswer = z.infer<typeof PulseAnswer>
