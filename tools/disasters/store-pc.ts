import {
  type ConnectHub,
  type ConnectPath,
  createHubLink,
  createHubPaths,
  createIdSource,
  createRecorder,
  type HubLink,
  type HubPath,
  type Identity,
  type IdentityKeys,
  type Outbox,
  OutboxError,
  silentLog,
} from '@counterfoil/agent'
import { openMemoryOutbox } from '@counterfoil/agent/testing'
import { PROTOCOL_VERSION } from '@counterfoil/protocol'
import type { Clock } from '@counterfoil/services/clock'
import type { Checker } from './checker.ts'
import { createFacts, type Fact } from './facts.ts'
import { forgetful, type Plant, silent } from './plants.ts'
import { Killed, type ProcessLife, startLife, untilKilled } from './process-life.ts'
import type { Chance } from './random.ts'
import { LIMIT_BYTES, type SimulatedDisk } from './simulated-disk.ts'
import { Tally } from './tally.ts'

export interface StorePcOptions {
  readonly name: string
  readonly agentId: number
  readonly identity: Identity
  readonly keys: IdentityKeys
  readonly world: Clock
  readonly chance: Chance
  readonly connectPath: (path: HubPath) => ConnectPath
  /** Read anew at each start. */
  readonly addresses: () => readonly string[]
  readonly checker: Checker
  readonly plant: Plant | undefined
  /** Undefined: nothing is tidied in this run. */
  readonly keepMs: number | undefined
  /** Mean time between payments. */
  readonly paceMs: number
}

/** What a PC's program promised the till: on disk, whatever comes. */
interface Promised {
  readonly seq: number
  readonly head: string
}

/** A store's PC: a disk that outlives the processes on it, a clock that may be wrong, one agent process at a time. */
export class StorePc {
  disk: SimulatedDisk
  wallOffsetMs = 0
  /** Its disk was copied, or put back to an earlier state: it may rightly be told so. */
  tainted = false
  trading = true
  readonly tally = new Tally()
  readonly options: StorePcOptions
  promised: Promised = { seq: 0, head: '0'.repeat(64) }
  #running: { readonly life: ProcessLife; readonly outbox: Outbox; readonly link: HubLink } | undefined
  #divergedSinceMs: number | undefined

  constructor(options: StorePcOptions, disk: SimulatedDisk) {
    this.options = options
    this.disk = disk
  }

  get life(): ProcessLife | undefined {
    return this.#running?.life
  }

  get outbox(): Outbox | undefined {
    return this.#running?.life.alive ? this.#running.outbox : undefined
  }

  get status(): { readonly connected: boolean; readonly code: string } {
    return this.#running?.life.alive ? this.#running.link.status() : { connected: false, code: 'off' }
  }

  start(): void {
    if (this.#running?.life.alive) return
    const { world, chance, checker, identity } = this.options
    const life = startLife(
      world,
      () => this.wallOffsetMs,
      () => {},
    )
    this.disk.step = () => {}
    const bare = this.#openOutbox(life)
    if (bare === undefined) return
    this.disk.used = () => bare.size().usedBytes
    // Whatever was promised is in the new chain, or told as lost by name.
    this.disk.onMend = () => {
      this.promised = { seq: 0, head: GENESIS }
    }
    this.tally.started()
    const outbox = mortal(this.#planted(this.#watched(bare)), life)
    this.#checkPromise(bare)
    this.disk.step = life.step
    const boot = createIdSource(life.clock.nowMs, chance.bytes)()
    const recorder = createRecorder({
      outbox,
      space: this.disk.space,
      clock: life.clock,
      log: silentLog,
      envelope: () => ({ v: 1, at: life.clock.nowMs(), mono: life.clock.monotonicMs(), boot }),
      onRecorded: () => this.#running?.life === life && link.wake(),
    })
    const link = createHubLink({
      identity,
      version: '0.1.0',
      boot,
      outbox: recorder.mending(),
      onClockOffset: recorder.noteClockOffset,
      clock: life.clock,
      random: chance.next,
      connectHub: this.#connectHub(life),
      log: silentLog,
      keys: this.options.keys,
    })
    this.#running = { life, outbox, link }
    const record = (facts: readonly Fact[]): void => {
      try {
        recorder.record(facts)
        this.tally.handed(facts, true)
        this.promised = { seq: bare.lastSeq(), head: bare.head() }
      } catch (error) {
        if (error instanceof Killed) this.tally.handed(facts, false)
        // A till is refused while the disk is full; a dead process refuses nobody.
        if (!(error instanceof OutboxError || error instanceof Killed)) throw error
      }
    }
    checker.look()
    untilKilled(recorder.start)
    record([{ kind: 'agent.started', ...STARTED }, CONFIGURED])
    createFacts({
      clock: life.clock,
      chance,
      record,
      paceMs: this.options.paceMs,
      trading: () => this.trading,
      mayPay: () => recorder.refusal() === undefined,
    })
    link.start()
    this.#tidy(outbox, life)
  }

  #connectHub(life: ProcessLife): ConnectHub {
    const { addresses, connectPath, identity } = this.options
    return createHubPaths({
      addresses: addresses(),
      hubId: identity.hubId,
      clock: life.clock,
      connectPath: (path) => whileAlive(connectPath(path), life),
      log: silentLog,
      onChange() {},
      timing: PATH_TIMING,
    }).connectHub
  }

  /** An agent that cannot open its outbox ends and says so; whoever keeps services running starts it again. */
  #openOutbox({ clock }: ProcessLife): Outbox | undefined {
    try {
      return openMemoryOutbox(this.disk, this.options.identity.epoch, clock.monotonicMs)
    } catch (error) {
      if (!(error instanceof OutboxError)) throw error
      this.options.world.startTimer(RESTART_MS, () => this.start())
      return undefined
    }
  }

  /** A row of its disk goes bad by itself, while it is off. */
  damage(seq: number, what: 'body' | 'hash' | 'gone'): void {
    this.disk.spoil({ type: 'damage', epoch: this.options.identity.epoch, seq, what })
  }

  #planted(outbox: Outbox): Outbox {
    if (this.options.plant === 'silent-loss') return silent(outbox)
    return this.options.plant === 'delete-on-acknowledgement' ? forgetful(outbox) : outbox
  }

  /** Sees whether what was given up is known to the disk. */
  #watched(outbox: Outbox): Outbox {
    return {
      ...outbox,
      noteLosses: (losses) => {
        this.tally.unsaved = true
        outbox.noteLosses(losses)
        this.tally.unsaved = false
      },
    }
  }

  kill(): void {
    this.#running?.life.kill()
  }

  /** I5: who is connected and has held other events than the hub for a minute must know it. */
  watch(divergedAt: (outbox: Outbox) => number | undefined): void {
    const { world, checker, name } = this.options
    const { outbox } = this
    // I7: neither the record nor what is kept beside it outgrows its limit.
    if (outbox !== undefined && this.disk.used() > LIMIT_BYTES) checker.fail('I7', `${name} records more than its limit`)
    let seq: number | undefined
    if (outbox !== undefined && this.status.connected)
      untilKilled(() => {
        seq = divergedAt(outbox)
      })
    this.#divergedSinceMs = seq === undefined ? undefined : (this.#divergedSinceMs ?? world.monotonicMs())
    if (seq !== undefined && world.monotonicMs() - (this.#divergedSinceMs ?? 0) > 60_000)
      checker.fail('I5', `${name} differs from the hub at ${seq} and has not been told for a minute`)
  }

  #checkPromise(outbox: Outbox): void {
    const { seq, head } = this.promised
    const { match } = outbox.compare(seq, head)
    if (match !== 'same' && match !== 'pruned')
      this.options.checker.fail('I1', `${this.options.name} had recorded event ${seq}; after a crash its disk has not (${match})`)
  }

  #tidy(outbox: Outbox, life: ProcessLife, deliveredBefore = 0): void {
    const { keepMs, checker, name } = this.options
    if (keepMs === undefined) return
    life.clock.startTimer(keepMs, () => {
      try {
        outbox.prune(keepMs)
        // I7: what the hub had a whole keep time ago is gone, all of it.
        if (deliveredBefore > 0 && outbox.compare(deliveredBefore - 1, '').match !== 'pruned')
          checker.fail('I7', `${name} keeps event ${deliveredBefore}, delivered more than ${keepMs} ms ago`)
      } catch (error) {
        if (!(error instanceof OutboxError || error instanceof Killed)) throw error
      }
      this.#tidy(outbox, life, life.alive ? outbox.deliveredSeq() : 0)
    })
  }
}

const GENESIS = '0'.repeat(64)
const RESTART_MS = 5_000
/** A run lasts two minutes: what takes five in a store takes seconds here. */
const PATH_TIMING = {
  holdMs: 8_000,
  maxHoldMs: 32_000,
  probeEveryMs: 3_000,
  steadyMs: 4_000,
  quietMs: 500,
  probeTimeoutMs: 2_500,
}
const STARTED = { version: '0.1.0', protocol: PROTOCOL_VERSION, platform: 'simulated' }
const CONFIGURED = {
  kind: 'agent.configured',
  terminals: ['lane-1', 'lane-2'].map((key, index) => ({
    key,
    lane: String(index + 1),
    protocol: 'zvt',
    link: 'tcp',
    address: `${key}:20007`,
  })),
}

/** The process may die before or after anything it asks of the disk, and a dead one asks nothing. */
function mortal(outbox: Outbox, life: ProcessLife): Outbox {
  const steps = Object.entries(outbox).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member]
    const call = (...given: unknown[]): unknown => {
      life.step()
      const answer: unknown = member(...given)
      life.step()
      return answer
    }
    return [name, call]
  })
  return Object.fromEntries(steps) as Outbox
}

function whileAlive(connect: ConnectPath, life: ProcessLife): ConnectPath {
  return (handlers) => {
    const socket = connect({
      challenge: (challenge) => untilKilled(() => life.alive && handlers.challenge(challenge)),
      credit: (credit) => untilKilled(() => life.alive && handlers.credit(credit)),
      closed: (why, failure) => untilKilled(() => life.alive && handlers.closed(why, failure)),
    })
    return {
      send: (message, payload, answered) =>
        life.alive && socket.send(message, payload, (answer) => untilKilled(() => life.alive && answered(answer))),
      notify: (message, payload) => life.alive && socket.notify(message, payload),
      close: () => life.alive && socket.close(),
    }
  }
}
