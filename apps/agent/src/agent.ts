import type { CashierPrompt, Clock, Operation, OperationResult, TerminalFact, Timer } from '@counterfoil/terminals'
import { type AgentConfig, addressText, type LogLevel } from './agent-config.ts'
import { configuredFact, startedFact } from './agent-facts.ts'
import type { AgentStatus } from './agent-status.ts'
import type { ConfigurationFile } from './configuration/configuration-file.ts'
import { createConfigurationKeeper } from './configuration/configuration-keeper.ts'
import { createCommandDesk } from './hub-commands/command-desk.ts'
import { openCommandJournal } from './hub-commands/command-journal.ts'
import { LINE_CAPTURES_KEY } from './line-capture/captures-noted.ts'
import { createLineCaptures } from './line-capture/line-captures.ts'
import type { DrillResult } from './link/hub-drill.ts'
import { createHubLink } from './link/hub-link.ts'
import type { HubMoved } from './link/hub-paths.ts'
import type { ConnectHub } from './link/hub-socket.ts'
import type { Identity } from './link/identity.ts'
import { type IdentityKeys, memoryKeys } from './link/identity-keys.ts'
import { createRefusalBook, type HubRefusal } from './link/refusal-book.ts'
import { createLocalPage } from './local-page/local-page.ts'
import type { PagePowers } from './local-page/page-powers.ts'
import type { Identified } from './local-page/page-state.ts'
import type { Log } from './log.ts'
import type { Outbox } from './outbox/outbox.ts'
import { readOpenPayments } from './payments/open-payments.ts'
import { createPaymentDesk, type PaymentDesk } from './payments/payment-desk.ts'
import { createRecorder } from './recorder/create-recorder.ts'
import type { RecordSpace } from './recorder/record-space.ts'
import type { OpenLink } from './terminals/byte-link.ts'
import type { SerialPortFacts } from './terminals/list-serial-ports.ts'
import { createTerminalSupervisor, type TerminalSupervisor } from './terminals/terminal-supervisor.ts'
import { createTillApi, type TillApi } from './till-api/till-api.ts'
import { createUpdateDesk, type ProgramPowers } from './updates/update-desk.ts'
import { AGENT_VERSION } from './version.ts'
import { createVitalsWatch, type ReadVitals } from './vitals/vitals-watch.ts'
import { describeRecord } from './witness/describe-record.ts'
import { createWitness } from './witness/witness.ts'

const FIRST_PRUNE_MS = 60_000
const PRUNE_EVERY_MS = 3_600_000

export interface AgentOptions {
  readonly config: AgentConfig
  readonly identity: Identity
  readonly clock: Clock
  /** 0 ≤ value < 1; spreads reconnections. */
  readonly random: () => number
  /** Makes UUIDv7. */
  readonly newId: () => string
  /** Opened with the identity's epoch; the caller closes it after `stop`. */
  readonly outbox: Outbox
  /** How much room the record has; left out, there is enough. */
  readonly space?: RecordSpace
  readonly openLink: OpenLink
  readonly connectHub: ConnectHub
  /** The identity's own, kept in memory, unless told otherwise. */
  readonly keys?: IdentityKeys
  readonly onHubBehind?: () => void
  readonly log: Log
  /** e.g. `linux x64`. */
  readonly platform: string
  /** Addresses its hub is known by, the preferred one first; left out, it tells none. */
  readonly hubs?: readonly string[]
  /** How its machine is; left out, it tells nothing of it. */
  readonly readVitals?: ReadVitals
  /** The machine's serial ports. */
  readonly listPorts?: () => Promise<readonly SerialPortFacts[]>
  /** The log's last lines, for whoever asks from afar. */
  readonly recentLog?: () => readonly string[]
  /** Goes over to the hub's next address for so many seconds and comes back; left out, there is one way only. */
  readonly drillHub?: (seconds: number) => Promise<DrillResult>
  /** Ends the process for its launcher to start it again. */
  readonly restart?: () => void
  /** What the hub sets; left out, this agent is set by its config alone. */
  readonly configuration?: ConfigurationFile
  readonly setLogLevel?: (level: LogLevel) => void
  /** Fetches and changes versions of this program; left out where no launcher is above it. */
  readonly program?: ProgramPowers
  /** For the technician's page on this machine. */
  readonly page?: PagePowers
}

/** One store agent. Holds no state outside itself: a thousand can run in one process. */
export interface Agent {
  start(): Promise<void>
  /** Ends links and timers; whatever is undelivered stays in the outbox. */
  stop(): Promise<void>
  readonly desk: PaymentDesk
  terminal(key: string): TerminalSupervisor | undefined
  status(): AgentStatus
  /** What this version, on trial, still lacks to be kept, to follow its name; undefined when it works. */
  lacks(): string | undefined
  /** An earlier enrolment's stream of the same record, for those who deliver it. */
  mending(stream: Outbox): Outbox
  /** A hub was not spoken to; told to the hub that is, once there is one. */
  noteRefusal(refusal: HubRefusal): void
  /** It was greeted at another address of its hub. */
  noteMoved(moved: HubMoved): void
  /** Where the till API listens, once started. */
  tillApiUrl(): string | undefined
}

/** Puts an agent together from its parts; nothing happens before `start`. */
export function createAgent(options: AgentOptions): Agent {
  const { outbox, log } = options
  const clock = wholeMilliseconds(options.clock)
  const boot = options.newId()
  const startedMs = clock.monotonicMs()
  let wakeTimer: Timer | undefined
  let pruneTimer: Timer | undefined
  let tillApi: TillApi | undefined
  const identified = new Map<string, Identified>()

  const recorder = createRecorder({
    outbox,
    ...(options.space && { space: options.space }),
    clock,
    log,
    envelope: () => ({ v: 1, at: clock.nowMs(), mono: clock.monotonicMs() - startedMs, boot }),
    onRecorded: wakeLater,
  })

  const configuration =
    options.configuration &&
    createConfigurationKeeper({
      base: options.config,
      identity: options.identity,
      file: options.configuration,
      clock,
      record: (fact) => recorder.record([fact]),
      status: () => status(),
      setTerminal(terminal) {
        find(terminal.key)?.supervisor.reconfigure(terminal)
      },
      ...(options.setLogLevel && { setLogLevel: options.setLogLevel }),
      log,
    })
  const config = configuration?.config ?? options.config

  const keys = options.keys ?? memoryKeys(options.identity)
  const seen = outbox.witness(options.identity.hubId)
  const witness = createWitness({
    agentId: options.identity.agentId,
    store: seen,
    key: () => keys.current,
    clock,
    random: options.random,
    log,
    onVerdict: (refused, sentence) => recorder.alert('record_refused', refused, sentence),
  })

  const updates = createUpdateDesk({
    version: AGENT_VERSION,
    outbox,
    ...(options.program && { program: options.program }),
    status: () => status(),
    clock,
    alert: (raised, sentence) => recorder.alert('update_failed', raised, sentence),
  })

  const captures = createLineCaptures({
    clock,
    log,
    find: (key) => find(key),
    note: (now) => outbox.writeMeta(LINE_CAPTURES_KEY, JSON.stringify(now)),
  })

  const commands = createCommandDesk({
    updates,
    agentId: options.identity.agentId,
    hubId: options.identity.hubId,
    epoch: outbox.epoch,
    boot,
    journal: openCommandJournal(outbox, options.identity.hubId),
    clock,
    offsetMs: () => link.status().clockOffsetMs ?? 0,
    record: (fact) => recorder.record([fact]),
    log,
    status: () => status(),
    version: AGENT_VERSION,
    platform: options.platform,
    listPorts: options.listPorts ?? (async () => []),
    runOperation: (key, operation) => runOperation(key, operation),
    terminal: (key) => find(key)?.supervisor,
    rotateKey: () => link.rotateKey(),
    captureLine: captures.run,
    ...(options.recentLog && { recentLog: options.recentLog }),
    ...(options.restart && { restart: options.restart }),
    ...(options.drillHub && { drillHub: options.drillHub }),
    ...(configuration && { configuration }),
  })

  const link = createHubLink({
    ...options,
    keys,
    witness,
    commands,
    outbox: recorder.mending(),
    onClockOffset: recorder.noteClockOffset,
    clock,
    version: AGENT_VERSION,
    boot,
  })

  const vitals =
    options.readVitals && createVitalsWatch({ read: options.readVitals, clock, log, record: (fact) => recorder.record([fact]) })

  const refusals = createRefusalBook(clock, (refusal) => {
    try {
      recorder.record([refusal])
    } catch (error) {
      log.error({ error: String(error) }, 'A refused hub could not be recorded.')
    }
  })

  /** What is not recorded shows nothing; the connection is worth more than its entry. */
  function noteMoved(moved: HubMoved): void {
    try {
      const fact = { kind: 'agent.hub_path', ...moved, address: new URL(moved.address).origin }
      recorder.record([fact])
    } catch (error) {
      log.error({ error: String(error) }, 'It could not be recorded that the agent goes by another address of its hub.')
    }
  }

  /** A burst of facts goes out as one batch, and the driver's answer to the terminal does not wait for it. */
  function wakeLater(): void {
    wakeTimer ??= clock.startTimer(0, () => {
      wakeTimer = undefined
      link.wake()
    })
  }

  function record(terminal: string, fact: TerminalFact): void {
    try {
      const ofTerminal = { terminal, ...fact }
      recorder.record([ofTerminal], fact.kind === 'payment.opened' ? desk.requestOf(fact.payment) : undefined)
    } catch (error) {
      log.error(
        { terminal, kind: fact.kind, error: String(error) },
        'An event could not be recorded; the terminal gets no acknowledgement for it.',
      )
      throw error
    }
    if (fact.kind === 'terminal.identified') identified.set(terminal, fact)
    desk.noteFact(fact)
  }

  const terminals = config.terminals.map((terminal) => ({
    config: terminal,
    supervisor: createTerminalSupervisor({
      terminal,
      clock,
      random: options.random,
      openLink: options.openLink,
      record: (fact) => record(terminal.key, fact),
      prompt: (prompt) => desk.notePrompt(cutPrompt(terminal.key, prompt)),
      openPayments: () => readOpenPayments(outbox, terminal.key),
      lastReceipt: () => outbox.lastReceipt(terminal.key),
      log,
    }),
  }))
  const find = (key: string) => terminals.find(({ config }) => config.key === key)
  const desk = createPaymentDesk({ outbox, newId: options.newId, terminals, refusal: recorder.refusal })

  function cutPrompt(terminal: string, { text, ...rest }: CashierPrompt): CashierPrompt {
    return text === undefined ? rest : { ...rest, text: recorder.cutText(text, { place: 'terminal.display', terminal }) }
  }

  function pruneLater(delayMs: number): void {
    pruneTimer = clock.startTimer(delayMs, () => {
      try {
        const removed = outbox.prune()
        if (removed > 0) log.info({ removed }, 'Events the hub has had for seven days were removed from the outbox.')
      } catch (error) {
        log.error({ error: String(error) }, 'The outbox could not be tidied.')
      }
      pruneLater(PRUNE_EVERY_MS)
    })
  }

  const status = (): AgentStatus => ({
    name: config.name,
    boot,
    upMs: clock.monotonicMs() - startedMs,
    hub: link.status(),
    waiting: outbox.waiting(clock.nowMs()),
    takesPayments: recorder.refusal() === undefined,
    terminals: terminals.map(({ config: { key, lane, protocol, link: address, label }, supervisor }) => ({
      key,
      lane,
      protocol: protocol.id,
      address: addressText(address),
      label,
      ...captures.left(key),
      ...supervisor.status(),
    })),
  })

  const localPage =
    options.page &&
    createLocalPage({
      powers: options.page,
      version: AGENT_VERSION,
      store: options.identity.store,
      clock,
      log,
      newId: options.newId,
      outbox,
      desk,
      terminals: config.terminals,
      supervisor: (key) => find(key)?.supervisor,
      openLink: options.openLink,
      status,
      record: () => describeRecord(seen),
      room: () => options.space?.measure(),
      configuration: () => configuration?.inForce()?.number,
      identified: (key) => identified.get(key),
      listPorts: options.listPorts ?? (async () => []),
    })

  async function runOperation(key: string, operation: Operation): Promise<OperationResult> {
    const found = find(key)
    if (found === undefined) return { done: false, message: `There is no terminal ${key}.` }
    const result = await found.supervisor.runOperation(operation)
    if (!result.done) return result
    return { ...result, lines: result.lines.map((line) => recorder.cutText(line, { place: 'terminal.printed', terminal: key })) }
  }

  return {
    async start() {
      recorder.start()
      recorder.record([startedFact(options.platform), configuredFact(config, options.hubs, configuration?.inForce())])
      configuration?.start()
      captures.start()
      commands.start()
      const { ofEarlierEpochs } = outbox.waiting(clock.nowMs())
      if (ofEarlierEpochs > 0) {
        log.warn({ events: ofEarlierEpochs }, 'Events of an earlier enrolment wait in the outbox.')
      }
      vitals?.start()
      for (const { supervisor } of terminals) supervisor.start()
      link.start()
      pruneLater(FIRST_PRUNE_MS)
      localPage?.start()
      if (config.tillApi !== undefined) {
        tillApi = createTillApi({
          config: config.tillApi,
          desk,
          status,
          record: () => describeRecord(seen),
          runOperation,
          noteCardNumbers: recorder.noteCardNumbers,
          clock,
          log,
        })
        await tillApi.start()
        log.info({ url: tillApi.url() }, 'The till API listens.')
      }
    },
    async stop() {
      refusals.stop()
      vitals?.stop()
      commands.stop()
      captures.stop()
      configuration?.stop()
      updates.stop()
      recorder.stop()
      wakeTimer?.cancel()
      pruneTimer?.cancel()
      // Both at once: nothing new may begin while either closes.
      await Promise.all([localPage?.stop(), tillApi?.stop()])
      for (const { supervisor } of terminals) supervisor.stop()
      link.stop()
    },
    desk,
    terminal: (key) => find(key)?.supervisor,
    status,
    lacks: updates.lacks,
    mending: recorder.mending,
    noteRefusal: refusals.note,
    noteMoved,
    tillApiUrl: () => tillApi?.url(),
  }
}

/** Events carry whole milliseconds; the system's monotonic clock has fractions. */
function wholeMilliseconds(clock: Clock): Clock {
  return {
    nowMs: () => Math.floor(clock.nowMs()),
    monotonicMs: () => Math.floor(clock.monotonicMs()),
    startTimer: (delayMs, fire) => clock.startTimer(delayMs, fire),
  }
}
