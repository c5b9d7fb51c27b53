import type { AgentEventKind } from './agent-events.ts'
import type { EventClass } from './values.ts'

const CLASS_OF: Readonly<Record<AgentEventKind, EventClass>> = {
  'agent.started': 'audit',
  'agent.configured': 'audit',
  'agent.configuration': 'audit',
  'agent.gap': 'audit',
  'agent.alert': 'audit',
  'agent.vitals': 'metrics',
  'agent.refused_hub': 'audit',
  'agent.hub_path': 'audit',
  'agent.card_number': 'audit',
  'command.started': 'audit',
  'command.ended': 'audit',
  'command.forged': 'audit',
  'command.key': 'audit',
  'command.approvers': 'audit',
  'terminal.condition': 'status',
  'terminal.identified': 'status',
  'terminal.discarded': 'debug',
  'terminal.totals': 'financial',
  'terminal.mismatch': 'financial',
  'payment.opened': 'financial',
  'payment.answered': 'financial',
  'payment.finalised': 'financial',
  'payment.unknown': 'financial',
  'payment.inquired': 'financial',
}

/** The class of an event; a kind nobody has classed is kept like an audit event. */
export function classOfEvent(kind: string): EventClass {
  return kind in CLASS_OF ? CLASS_OF[kind as AgentEventKind] : 'audit'
}
