import type { LinkKind } from '@counterfoil/terminals'

/** Sees what goes over a terminal's line, in order. Called in the middle of payments: returns at once, and a fault of its own ends it. */
export interface LineWatcher {
  opened(link: LinkKind): void
  sent(bytes: Uint8Array): void
  received(bytes: Uint8Array): void
  closed(): void
}
