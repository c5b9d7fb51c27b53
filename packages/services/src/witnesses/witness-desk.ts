import type { KeyObject } from 'node:crypto'
import { COSIGNATURE_V1, createVerifierKey, verifyCosignature } from '@counterfoil/audit'
import {
  type CheckpointAnswer,
  CheckpointAsk,
  Cosignature,
  type CosignatureAnswer,
  type SeenTree,
  witnessName,
} from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'
import type { Clock } from '../clock.ts'
import type { ServiceContext } from '../context.ts'
import { findDeclaredLoss } from './find-declared-loss.ts'
import { keepCosignature } from './keep-cosignature.ts'
import { keepAnswers } from './kept-answers.ts'
import { createLogProofs } from './log-proofs.ts'
import { type LogSuccession, logSuccessions } from './log-successions.ts'
import { noteLoss } from './note-loss.ts'
import { createPace } from './pace.ts'
import {
  type LogKeys,
  openOwnNote,
  readCheckpointAt,
  readLogKeys,
  readNewestCheckpoint,
  readRoundCheckpoint,
  type ShownCheckpoint,
} from './shown-checkpoint.ts'

/** Shows agents the log and takes their word for it. */
export interface WitnessDesk {
  show(agent: FoundAgent, input: unknown): Promise<CheckpointAnswer>
  take(agent: FoundAgent, input: unknown): Promise<CosignatureAnswer>
}

export interface WitnessDeskOptions extends Pick<ServiceContext, 'pool' | 'newId'> {
  readonly clock: Clock
  /** The hub's checkpoint keys, the one in use first: former ones vouch for it. */
  readonly logKeys?: readonly { readonly privateKey: KeyObject }[]
  readonly log: (level: 'debug' | 'info' | 'warn', facts: object, message: string) => void
}

/** So long the same checkpoint is shown without looking. */
const LOOK_EVERY_MS = 1_000

export function createWitnessDesk({ pool, newId, clock, log, logKeys = [] }: WitnessDeskOptions): WitnessDesk {
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  const proofs = createLogProofs(ctx)
  const recent = keepAnswers<ShownCheckpoint | null>(64)
  const successions = keepAnswers<readonly LogSuccession[]>(8)
  const asks = createPace({ burst: 6, refillMs: 5_000 })
  const words = createPace({ burst: 6, refillMs: 5_000 })
  let looked: { readonly atMs: number; readonly round: Promise<Round | null> } | null = null

  interface Round {
    readonly keys: LogKeys
    readonly checkpoint: ShownCheckpoint
  }

  function round(): Promise<Round | null> {
    const nowMs = clock.monotonicMs()
    if (looked === null || nowMs - looked.atMs >= LOOK_EVERY_MS) {
      looked = { atMs: nowMs, round: readRound() }
      looked.round.catch(() => {
        looked = null
      })
    }
    return looked.round
  }

  async function readRound(): Promise<Round | null> {
    const keys = await readLogKeys(ctx)
    const checkpoint = keys && (await readRoundCheckpoint(ctx, keys))
    return keys && checkpoint && { keys, checkpoint }
  }

  async function answer(agent: FoundAgent, ask: CheckpointAsk): Promise<CheckpointAnswer> {
    const now = await round()
    if (now === null) return refuse('none_yet', 'Nothing of the log is signed yet.')
    const from = BigInt(ask.from)
    // Seen at another hub a moment ago, or shown before this one looked.
    const newest = from > now.checkpoint.size ? await readNewestCheckpoint(ctx, now.keys) : null
    const checkpoint = newest ?? now.checkpoint
    if (from === 0n) return show(checkpoint, [])
    if (ask.note === undefined) return refuse('malformed', 'The checkpoint that was seen is missing.')
    const seen = openOwnNote(ask.note, now.keys)
    if (seen === null || seen.size !== from) return refuse('malformed', 'What was seen is no checkpoint of this log.')
    if (from <= checkpoint.size && (await proofs.rootAt(from, checkpoint)) === seen.root)
      return show(checkpoint, await proofs.consistency(from, checkpoint))
    if (ask.older === undefined) return refuse('show_older', 'This log is another one here: say what was seen before.')
    return afterLoss(agent, { size: from, root: seen.root, note: ask.note }, ask.older, { ...now, checkpoint })
  }

  /** The agent has seen what is not here. Either that is declared, or it is to be. */
  async function afterLoss(
    agent: FoundAgent,
    seen: { readonly size: bigint; readonly root: string; readonly note: string },
    older: readonly SeenTree[],
    round: Round,
  ): Promise<CheckpointAnswer> {
    const declared = await findDeclaredLoss(ctx, seen)
    // Signed after the declaration came into the log, or there is none yet.
    const checkpoint =
      declared !== null && declared.index >= round.checkpoint.size
        ? ((await readNewestCheckpoint(ctx, round.keys)) ?? round.checkpoint)
        : round.checkpoint
    const common = await largestCommon(older, checkpoint)
    const base = declared === null ? 0n : largest(older.map(({ size }) => BigInt(size)).filter((size) => size <= declared.kept))
    if (declared !== null && base <= common && declared.index < checkpoint.size) {
      const { index, entry } = declared
      const inclusion = [...(await proofs.inclusion(index, checkpoint))]
      const restored = { base: String(base), declared: { index: String(index), entry, inclusion } }
      return { ...show(checkpoint, await proofs.consistency(base, checkpoint)), restored }
    }
    if (declared === null || base > common) {
      const facts = { agentId: agent.id, seen: String(seen.size), here: String(checkpoint.size) }
      log('warn', facts, 'an agent has seen more of the log than is here: nothing is signed until the loss is declared')
      await noteLoss(ctx, { ...seen, common, agentId: agent.id })
    }
    const proof = seen.size <= checkpoint.size ? await proofs.consistency(seen.size, checkpoint) : []
    return { ...show(checkpoint, proof), lossUndeclared: true }
  }

  async function largestCommon(older: readonly SeenTree[], checkpoint: ShownCheckpoint): Promise<bigint> {
    const sizes = older.map(({ size, root }) => ({ size: BigInt(size), root })).toSorted((a, b) => (a.size < b.size ? 1 : -1))
    for (const { size, root } of sizes)
      if (size <= checkpoint.size && (await proofs.rootAt(size, checkpoint)) === root) return size
    return 0n
  }

  async function judge(agent: FoundAgent, { size, signedAtMs, line }: Cosignature): Promise<CosignatureAnswer> {
    const keys = await readKeys()
    if (keys === null) return no('unknown_checkpoint', 'Nothing of the log is signed yet.')
    const checkpoint = await recent.of(`${size} ${signedAtMs}`, () =>
      readCheckpointAt(ctx, keys, { size: BigInt(size), signedAtMs }),
    )
    if (checkpoint === null) return no('unknown_checkpoint', 'This log has no such checkpoint.')
    const publicKey = Buffer.from(agent.publicKey, 'base64')
    const witness = createVerifierKey(witnessName(agent.uid, keys.origin), publicKey, COSIGNATURE_V1)
    const verdict = verifyCosignature(checkpoint.text, line, witness)
    if (!verdict.ok) {
      log('warn', { agentId: agent.id, why: verdict.why }, 'a cosignature was refused')
      return no('bad_signature', 'This is not this agent’s signature over that checkpoint.')
    }
    await keepCosignature(ctx, { agentId: agent.id, witness: witness.name, publicKey, size: BigInt(size), signedAtMs, line })
    return { ok: true }
  }

  async function successionsOf(logKey: string) {
    const keys = await readKeys()
    if (keys === null || logKeys.length < 2) return []
    return successions.of(logKey, () => Promise.resolve(logSuccessions(keys.origin, logKey, logKeys)))
  }

  async function readKeys(): Promise<LogKeys | null> {
    return (await round())?.keys ?? null
  }

  return {
    async show(agent, input) {
      const parsed = CheckpointAsk.safeParse(input)
      if (!parsed.success) return refuse('malformed', 'The request asks for no checkpoint.')
      const waitMs = asks.take(agent.id, clock.monotonicMs())
      if (waitMs > 0) return { ...refuse('busy', 'Asked too often.'), retryAfterMs: waitMs }
      try {
        const told = await answer(agent, parsed.data)
        const vouched = told.ok ? await successionsOf(told.logKey) : []
        return told.ok && vouched.length > 0 ? { ...told, successions: vouched.map((one) => ({ ...one })) } : told
      } catch (error) {
        log('warn', { err: error, agentId: agent.id }, 'the log could not be shown to an agent')
        return { ...refuse('unavailable', 'The hub cannot read its log now.'), retryAfterMs: 15_000 }
      }
    },
    async take(agent, input) {
      const parsed = Cosignature.safeParse(input)
      if (!parsed.success) return no('malformed', 'This is no cosignature.')
      if (words.take(agent.id, clock.monotonicMs()) > 0) return no('busy', 'Said too often.')
      // Who was shut out is no witness; who signed is.
      if (agent.state !== 'active') return no('bad_signature', 'This agent’s word does not count here.')
      try {
        return await judge(agent, parsed.data)
      } catch (error) {
        log('warn', { err: error, agentId: agent.id }, 'a cosignature could not be kept')
        return no('unavailable', 'The hub cannot keep it now.')
      }
    },
  }
}

function largest(sizes: readonly bigint[]): bigint {
  return sizes.reduce((most, size) => (size > most ? size : most), 0n)
}

function show({ logKey, note, signedAtMs }: ShownCheckpoint, proof: readonly string[]): Extract<CheckpointAnswer, { ok: true }> {
  return { ok: true, logKey, note, proof: [...proof], signedAtMs }
}

function refuse(
  code: Extract<CheckpointAnswer, { ok: false }>['code'],
  message: string,
): Extract<CheckpointAnswer, { ok: false }> {
  return { ok: false, code, message }
}

function no(code: Extract<CosignatureAnswer, { ok: false }>['code'], message: string): CosignatureAnswer {
  return { ok: false, code, message }
}
