import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { createAgent } from '../agent.ts'
import { configPath, readConfig } from '../config.ts'
import { openConfigurationFile } from '../configuration/configuration-file.ts'
import { openFolderDisk } from '../configuration/folder-disk.ts'
import { createLog } from '../create-log.ts'
import { createBell } from '../export/bell.ts'
import { deliverEarlier } from '../export/deliver-earlier.ts'
import { deliveryWay } from '../export/delivery-way.ts'
import { keepLastLines } from '../hub-commands/last-lines.ts'
import { connectPath } from '../link/connect-path.ts'
import { HUB_PATHS_KEY } from '../link/describe-paths.ts'
import { dropEarlierIdentity, earlierPath, readEarlierIdentities } from '../link/earlier-identities.ts'
import { createHubPaths } from '../link/hub-paths.ts'
import { createHubTransport } from '../link/hub-transport.ts'
import { enrolledAddresses, identityRightsProblem, openIdentityKeys, readIdentity } from '../link/identity.ts'
import { notingRefusals } from '../link/refusal-book.ts'
import { createIdSource } from '../new-id.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { openPatiently } from '../outbox/open-patiently.ts'
import type { FileOutbox } from '../outbox/outbox.ts'
import { OutboxError } from '../outbox/outbox-error.ts'
import { DEFAULT_LIMITS, openRecordSpace, type RecordLimits, releaseReserve } from '../recorder/record-space.ts'
import { redactText } from '../redact-text.ts'
import { listSerialPorts } from '../terminals/list-serial-ports.ts'
import { openLink } from '../terminals/open-link.ts'
import { createProgram, inUseFirst } from '../updates/create-program.ts'
import { readVitals } from '../vitals/read-vitals.ts'
import { type Command, printJson, readOptions } from './command.ts'
import { pagePowers } from './page-powers.ts'
import { isIdle, newsOf, tellLauncher, waitForIdentity } from './serve-launcher.ts'

/** Where an agent keeps its record. */
export function outboxPath(dataDir: string): string {
  return join(dataDir, 'outbox.db')
}

export const run: Command = {
  usage: 'run [--config FILE] [--json] [--service]',
  summary: 'Drives the terminals, records every event and delivers it, until Ctrl-C; as a service it waits to be enrolled.',
  async run(args, io) {
    const { values } = readOptions(args, { service: { type: 'boolean' } })
    const file = configPath(values.config)
    const config = readConfig(file, terminalProtocols)
    const lastLines = keepLastLines()
    const restart = new AbortController()
    const log = createLog(config.logLevel, process.stderr.isTTY === true, (line) => {
      process.stderr.write(line)
      lastLines.write(line)
    })
    const identity = values.service ? await waitForIdentity(config.dataDir, io, log) : readIdentity(config.dataDir)
    if (identity === undefined) {
      if (values.service) return 0
      io.err(
        `This agent is not enrolled yet. Make a join code for its store on the dashboard, then: enrol --hub ${config.hubUrls?.[0] ?? 'URL'} --code CODE`,
      )
      return 1
    }
    const rights = identityRightsProblem(config.dataDir)
    if (rights !== undefined) log.warn({}, rights)
    const limits = config.record ?? DEFAULT_LIMITS
    const path = outboxPath(config.dataDir)
    const outbox = await openPatiently(systemClock, log, () =>
      openWithRoom(path, () =>
        openOutbox({ path, epoch: identity.epoch, monotonicMs: systemClock.monotonicMs, walPages: walPagesFor(limits) }),
      ),
    )
    const transport = createHubTransport(config.hubTransport)
    const hubs = config.hubUrls ?? enrolledAddresses(identity)
    const hubPaths = createHubPaths({
      addresses: hubs,
      hubId: identity.hubId,
      clock: systemClock,
      connectPath: (path) =>
        notingRefusals(path.address, connectPath(path, systemClock, transport), (refusal) => agent.noteRefusal(refusal)),
      log,
      onChange(status) {
        try {
          outbox.writeMeta(HUB_PATHS_KEY, JSON.stringify(status))
        } catch (error) {
          log.warn({ error: String(error) }, 'The way to the hub could not be noted in the outbox.')
        }
      },
      onMoved: (moved) => agent.noteMoved(moved),
    })
    const hubBehind = createBell(systemClock)
    const agent = createAgent({
      config,
      identity,
      keys: openIdentityKeys(config.dataDir, identity),
      onHubBehind: hubBehind.ring,
      clock: systemClock,
      random: io.random,
      newId: createIdSource(systemClock.nowMs, randomBytes),
      outbox,
      space: openRecordSpace(path, limits, outbox.size),
      openLink,
      connectHub: hubPaths.connectHub,
      log,
      platform: `${process.platform} ${process.arch}`,
      hubs,
      readVitals: () => readVitals(config.dataDir),
      listPorts: () => listSerialPorts(),
      configuration: openConfigurationFile(openFolderDisk(config.dataDir)),
      setLogLevel: (level) => log.setLevel(level),
      drillHub: hubPaths.drill,
      recentLog: () => lastLines.read().map(redactText),
      ...(config.localPage !== undefined && {
        page: pagePowers(config.localPage.port, { dataDir: config.dataDir, config: file }),
      }),
      ...(io.launcher !== undefined && { restart: () => restart.abort() }),
      ...(io.launcher?.program !== undefined && {
        program: createProgram({
          ...io.launcher.program,
          addresses: () => inUseFirst(config.hubUrls ?? enrolledAddresses(identity), outbox.readMeta(HUB_PATHS_KEY)),
          transport,
          hubNowMs: () => systemClock.nowMs() + (agent.status().hub.clockOffsetMs ?? 0),
          nowMs: systemClock.nowMs,
          stop: io.stop,
        }),
      }),
    })
    const over = AbortSignal.any([io.stop, restart.signal])
    const closing = new AbortController()
    let news: { stop(): void } | undefined
    let earlier: Promise<void> | undefined
    try {
      await agent.start()
      log.info({ store: identity.store.code, terminals: config.terminals.length }, `Agent "${config.name}" runs.`)
      if (values.json)
        printJson(io, {
          running: true,
          name: config.name,
          agentId: identity.agentId,
          store: identity.store,
          tillApi: agent.tillApiUrl() ?? null,
        })
      earlier = deliverEarlier({
        outbox,
        identities: () => readEarlierIdentities(config.dataDir, (sentence) => log.error({}, sentence)),
        forget: ({ epoch }) => dropEarlierIdentity(config.dataDir, epoch),
        mending: agent.mending,
        hubBehind,
        way(identity) {
          const keys = openIdentityKeys(config.dataDir, identity, earlierPath(config.dataDir, identity.epoch))
          // It may have been another hub's, which is at none of the present addresses.
          const addresses = [...new Set([...(config.hubUrls ?? []), ...enrolledAddresses(identity)])]
          return deliveryWay({ identity, keys, addresses, transport, random: io.random, log })
        },
        clock: systemClock,
        log,
        stop: AbortSignal.any([over, closing.signal]),
      }).catch((error: unknown) =>
        log.error({ error: String(error) }, 'What earlier enrolments left behind cannot be delivered.'),
      )
      if (io.launcher !== undefined) {
        news = tellLauncher(io.launcher, () => newsOf(agent, outbox, config))
        io.launcher.onStopWhenIdle(() => isIdle(agent, outbox, config) && restart.abort())
      }
      await aborted(over)
      log.info({}, 'Stopping.')
    } finally {
      news?.stop()
      hubPaths.stop()
      await agent.stop()
      closing.abort()
      await earlier
      outbox.close()
    }
    return 0
  },
}

/** A full disk keeps even an outbox from opening; then the reserve is let go first. */
function openWithRoom(path: string, open: () => FileOutbox): FileOutbox {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof OutboxError) || error.code === 'in_use' || error.code === 'held' || error.code === 'wrong_epoch')
      throw error
    if (!releaseReserve(path)) throw error
    return open()
  }
}

/** The write-ahead log counts as used: it may take a small part of a small limit. */
function walPagesFor({ limitBytes }: RecordLimits): number {
  return Math.max(32, Math.min(1_000, Math.floor(limitBytes / 64 / 4_096)))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
