/** What is known of a store's agents and terminals at one moment. */
export interface SeenStore {
  readonly agents: readonly SeenAgent[]
  readonly terminals: readonly SeenTerminal[]
  /** Schemes and wallets it took payments by on its last two business days. */
  readonly methods: readonly string[]
}

export interface SeenAgent {
  readonly agentId: number
  readonly name: string
  readonly state: string
  /** Null: it was never here. */
  readonly connected: boolean | null
  readonly version: string
  /** Addresses it knows its hub by; none when it has not told. */
  readonly hubs: readonly string[]
  readonly diskFreeBytes: number | null
  readonly diskSizeBytes: number | null
}

export interface SeenTerminal {
  readonly terminalId: number
  readonly agentId: number
  readonly lane: string
  readonly key: string
  readonly protocol: string
  readonly link: string
  readonly address: string
  readonly model: string | null
  readonly condition: string | null
  readonly reason: string | null
  readonly lastApprovedAtMs: number | null
  /** Since when it stands at this lane. */
  readonly sinceMs: number
  /** Of the device behind it, as the inventory has it. */
  readonly approvalNumber: string | null
  readonly approvalExpiresOn: string | null
  readonly p2pe: string | null
}

/** Whether TLS protects the whole way to this address, or the way does not leave the machine. */
export function isProtected(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
