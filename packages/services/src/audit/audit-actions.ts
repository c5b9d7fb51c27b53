/** PCI DSS v4.0.1, 10.2.1: what must be logged, by its number. */
export type LoggedFor = `10.2.1.${1 | 2 | 3 | 4 | 5 | 6 | 7}`

/**
 * Everything that is logged, each with the requirement it is logged for. Closed: a verb that records names one of these, and a
 * procedure that changes something names the one its verb records, or neither compiles.
 */
export const auditActions = {
  // 10.2.1.4: invalid attempts; the right ones are logged as uses of credentials.
  'sign_in.succeeded': ['10.2.1.5'],
  'sign_in.failed': ['10.2.1.4'],
  'sign_in.locked': ['10.2.1.4'],
  'session.ended': ['10.2.1.5'],
  'access.refused': ['10.2.1.4'],
  'access.refusals_folded': ['10.2.1.4'],
  'factor.shown': ['10.2.1.5'],
  'factor.failed': ['10.2.1.4'],
  'factor.begun': ['10.2.1.5'],
  'factor.added': ['10.2.1.5'],
  'factor.removed': ['10.2.1.5'],
  'factor.renewed': ['10.2.1.5'],
  'factor.renamed': ['10.2.1.5'],
  'password.changed': ['10.2.1.5'],

  'setup_link.made': ['10.2.1.2', '10.2.1.5'],
  'person.invited': ['10.2.1.2', '10.2.1.5'],
  'setup_link.revoked': ['10.2.1.2', '10.2.1.5'],
  'person.created': ['10.2.1.2', '10.2.1.5'],
  'person.access_changed': ['10.2.1.2', '10.2.1.5'],
  'person.disabled': ['10.2.1.2', '10.2.1.5'],
  'person.enabled': ['10.2.1.2', '10.2.1.5'],
  'person.reset': ['10.2.1.2', '10.2.1.5'],
  'card_alarm.raised': ['10.2.1.1'],
  'card_alarm.opening_asked': ['10.2.1.1', '10.2.1.2'],
  'card_alarm.opening_approved': ['10.2.1.1', '10.2.1.2'],
  'card_alarm.opened': ['10.2.1.1'],
  'card_alarm.closed': ['10.2.1.2'],
  'card.first_six_read': ['10.2.1.1'],

  // 10.2.1.3: access to the record itself.
  'audit.read': ['10.2.1.3'],
  'audit.exported': ['10.2.1.3'],
  'audit.view_saved': ['10.2.1.3'],
  'audit.view_removed': ['10.2.1.3'],
  'audit.rule_changed': ['10.2.1.2', '10.2.1.6'],
  'audit.day_reviewed': ['10.2.1.2'],
  // The evidence of a period as one file.
  'evidence.asked': ['10.2.1.3'],
  'evidence.made': ['10.2.1.3'],
  'evidence.taken': ['10.2.1.3'],
  'evidence.scheduled': ['10.2.1.2', '10.2.1.3'],
  'evidence.unscheduled': ['10.2.1.2', '10.2.1.3'],
  'personal.erased': ['10.2.1.2', '10.2.1.3'],
  // Where months of the record are: in a file, back from it, or deleted with it.
  'audit.archived': ['10.2.1.3', '10.2.1.7'],
  'audit.restored': ['10.2.1.3'],
  'audit.put_away': ['10.2.1.3', '10.2.1.7'],
  'audit.archive_pruned': ['10.2.1.2', '10.2.1.7'],
  // 10.7: what guards the record failed, and who mended it.
  'incident.opened': ['10.2.1.6'],
  'incident.ended': ['10.2.1.6'],
  'incident.closed': ['10.2.1.2'],

  // The product noticed something of itself, and a person looks after it.
  'alert.acknowledged': ['10.2.1.2'],
  'alert.told': ['10.2.1.2'],
  'alert.untold': ['10.2.1.2'],
  'alert_rule.changed': ['10.2.1.2'],
  'alert_destination.added': ['10.2.1.2'],
  'alert_destination.removed': ['10.2.1.2'],
  'alert_destination.tested': ['10.2.1.2'],
  'alert_window.added': ['10.2.1.2'],
  'alert_window.ended': ['10.2.1.2'],

  'break_glass.used': ['10.2.1.2', '10.2.1.5'],
  'break_glass.acknowledged': ['10.2.1.2'],

  'access_review.opened': ['10.2.1.2'],
  'access_review.decided': ['10.2.1.2', '10.2.1.5'],
  'access_review.signed': ['10.2.1.2'],
  'access_review.exported': ['10.2.1.2'],

  // 10.2.1.7: objects of the system itself that come and go.
  'key.registered': ['10.2.1.7'],
  'key.resealed': ['10.2.1.7'],
  'keys.exported': ['10.2.1.2'],
  'keys.reviewed': ['10.2.1.2'],

  // How long what is kept, and what went when its time was over.
  'retention.changed': ['10.2.1.2', '10.2.1.7'],
  'retention.purged': ['10.2.1.7'],
  'retention.exported': ['10.2.1.2'],
  // Every event of a month, with the digits of cards that are kept.
  'events.exported': ['10.2.1.1', '10.2.1.2'],
  'events.put_away': ['10.2.1.2', '10.2.1.7'],
  'events.restored': ['10.2.1.2', '10.2.1.7'],

  // 10.2.1.6: the log itself begins, ends, or was kept by nobody for a while.
  'log.started': ['10.2.1.6'],
  'log.stopped': ['10.2.1.6'],
  'log.gap': ['10.2.1.6'],
  // The copy of the log in another system: where it goes, and when it came to a halt.
  'stream.added': ['10.2.1.2', '10.2.1.7'],
  'stream.removed': ['10.2.1.2', '10.2.1.7'],
  'stream.stopped': ['10.2.1.6'],
  'stream.resumed': ['10.2.1.6'],
  // Agents have seen more than is here; a first and a second administrator say that it is lost.
  'log.loss_found': ['10.2.1.6'],
  'log.loss_declared': ['10.2.1.6', '10.2.1.2'],
  'log.restored': ['10.2.1.6', '10.2.1.2'],
  // Witnesses outside of the chain: one that does not sign ours, and what another's log could not prove to us.
  'foreign_witness.refused': ['10.2.1.6'],
  'foreign_log.refused': ['10.2.1.6'],
  // What agents signed, so that hub and store contradict each other if either rewrites.
  'agents.heads': ['10.2.1.7'],

  // Agents: who may speak for a store, and by which key.
  'join_code.made': ['10.2.1.2', '10.2.1.5'],
  'agent.enrolled': ['10.2.1.5', '10.2.1.7'],
  'agent.enrolment_refused': ['10.2.1.4'],
  'agent.revoked': ['10.2.1.2', '10.2.1.5'],
  'agent.unlocked': ['10.2.1.2', '10.2.1.5'],
  'agent.locked': ['10.2.1.5'],
  // An agent's record has a hole, another past, or came back from an earlier state of its disk.
  'agent.gap': ['10.2.1.6'],
  'agent.forked': ['10.2.1.4', '10.2.1.6'],
  'agent.disk_reset': ['10.2.1.4', '10.2.1.6'],
  'agent.clock_off': ['10.2.1.6'],
  'agent.key_requested': ['10.2.1.2', '10.2.1.5'],
  // What people ask agents to do, and what became of it.
  'command.asked': ['10.2.1.2'],
  'command.disturbing': ['10.2.1.2'],
  'command.withdrawn': ['10.2.1.2'],
  'command.ended': ['10.2.1.2'],
  'command.forged': ['10.2.1.4'],
  'command.key_noted': ['10.2.1.5'],
  'command.proposed': ['10.2.1.2'],
  'command.approved': ['10.2.1.2'],
  'command.approvers_noted': ['10.2.1.5'],
  // The same of many agents at once.
  'command_group.begun': ['10.2.1.2'],
  'command_group.proposed': ['10.2.1.2'],
  'command_group.approved': ['10.2.1.2'],
  'command_group.stopped': ['10.2.1.2'],
  'command_group.ended': ['10.2.1.2'],
  'approvers.proposed': ['10.2.1.5'],
  'approvers.approved': ['10.2.1.5'],
  'approvers.in_force': ['10.2.1.5'],
  'approvers.withdrawn': ['10.2.1.5'],
  // Versions of agents on their way through the stores.
  'rollout.proposed': ['10.2.1.2', '10.2.1.7'],
  'rollout.approved': ['10.2.1.2', '10.2.1.7'],
  'rollout.changed': ['10.2.1.2', '10.2.1.7'],
  'rollout.moved': ['10.2.1.7'],
  'store.lab_changed': ['10.2.1.2'],
  'agent.key_changed': ['10.2.1.5'],
  'terminals.configured': ['10.2.1.7'],
  'terminal.identified': ['10.2.1.7'],

  // The inventory of devices, PCI 9.5.1.1, and who holds them.
  'device.registered': ['10.2.1.2', '10.2.1.7'],
  'device.found': ['10.2.1.7'],
  'device.changed': ['10.2.1.2'],
  'device.placed': ['10.2.1.2'],
  'device.state_changed': ['10.2.1.2', '10.2.1.7'],
  'device.handed_over': ['10.2.1.2'],
  'device.seal_placed': ['10.2.1.2'],
  'device.seal_checked': ['10.2.1.2'],
  'device.seal_removed': ['10.2.1.2'],
  // Their photos and papers.
  'device_document.added': ['10.2.1.2'],
  'device_document.taken': ['10.2.1.2'],
  'device_document.removed': ['10.2.1.2'],
  // Looking at them for tampering, PCI 9.5.1.2 and 9.5.1.3: who saw what, how often it is done, who was taught to.
  'inspection.recorded': ['10.2.1.2'],
  'inspection_class.changed': ['10.2.1.2'],
  'training.recorded': ['10.2.1.2'],
  'training.withdrawn': ['10.2.1.2'],
  'inspections.exported': ['10.2.1.2'],
  // Which firmware of a model may run, and why.
  'firmware_rule.set': ['10.2.1.2'],
  'firmware_rule.ended': ['10.2.1.2'],
  // How the chain wants them set.
  'device_setting.set': ['10.2.1.2'],
  'device_setting.cleared': ['10.2.1.2'],
  // What agents were sent to be set by, and what they tell of it.
  'configuration.sent': ['10.2.1.2'],
  'configuration.noted': ['10.2.1.2'],
  'devices.imported': ['10.2.1.2', '10.2.1.7'],
  'devices.exported': ['10.2.1.2'],

  // How a store comes to sell: what was agreed, what was observed, who signed.
  'commissioning.begun': ['10.2.1.2'],
  'commissioning.planned': ['10.2.1.2'],
  'commissioning.tests_begun': ['10.2.1.2'],
  'commissioning.observed': ['10.2.1.2'],
  'commissioning.signed': ['10.2.1.2'],
  'commissioning.returned': ['10.2.1.2'],
  'commissioning.withdrawn': ['10.2.1.2'],
  'commissioning.live': ['10.2.1.2', '10.2.1.7'],
  'commissioning.report_taken': ['10.2.1.2'],
  'redundancy.drill_begun': ['10.2.1.2'],
  'redundancy.drill_ended': ['10.2.1.2'],

  'installation.made': ['10.2.1.7'],
  'store.added': ['10.2.1.2', '10.2.1.7'],
  'rates.recorded': ['10.2.1.2'],
  // Money: what was agreed, and what people decide about what does not add up.
  'funds_contract.added': ['10.2.1.2', '10.2.1.7'],
  'funds_route.added': ['10.2.1.2', '10.2.1.7'],
  'funds_route.ended': ['10.2.1.2'],
  'bank_account.added': ['10.2.1.2', '10.2.1.7'],
  'funds_source.added': ['10.2.1.2', '10.2.1.7'],
  'funds_calendar.added': ['10.2.1.2', '10.2.1.7'],
  // Where the hub fetches files by itself.
  'funds_pull.added': ['10.2.1.2', '10.2.1.7'],
  'funds_pull.removed': ['10.2.1.2', '10.2.1.7'],
  'funds_pull.refused': ['10.2.1.4'],
  // Files of banks and acquirers: came, read, taken in or not, and by whose word.
  'funds_file.received': ['10.2.1.2', '10.2.1.7'],
  'funds_file.read': ['10.2.1.2'],
  'funds_file.confirmed': ['10.2.1.2'],
  'funds_file.cancelled': ['10.2.1.2'],
  'funds_file.reread': ['10.2.1.2'],
  'funds_file.imported': ['10.2.1.2', '10.2.1.7'],
  'funds_file.superseded': ['10.2.1.2'],
  'funds_file.exported': ['10.2.1.2'],
  // The proof of a period, whose root the entry holds.
  'funds_bundle.asked': ['10.2.1.2'],
  'funds_bundle.made': ['10.2.1.2'],
  'funds_bundle.taken': ['10.2.1.2'],
  // A letter to an acquirer.
  'funds_claims.exported': ['10.2.1.2'],
  'funds_table.exported': ['10.2.1.2'],
  'funds_mapping.saved': ['10.2.1.2', '10.2.1.7'],
  'exception.noted': ['10.2.1.2'],
  'exception.assigned': ['10.2.1.2'],
  'exception.proposed': ['10.2.1.2'],
  'exception.resolved': ['10.2.1.2'],
  'exception.rejected': ['10.2.1.2'],
  'exception.reopened': ['10.2.1.2'],
  'resolution_limit.changed': ['10.2.1.2', '10.2.1.5'],
  // Above the limit, until a second person says yes.
  'funds_link.proposed': ['10.2.1.2'],
  'funds_link.made': ['10.2.1.2'],
  'funds_link.undone': ['10.2.1.2'],
  'figures.rebuild_begun': ['10.2.1.2'],
  'figures.rebuilt': ['10.2.1.2', '10.2.1.7'],

  'token.created': ['10.2.1.2', '10.2.1.5'],
  'token.revoked': ['10.2.1.2', '10.2.1.5'],
  'token.refused': ['10.2.1.4'],
  'screen.paired': ['10.2.1.2', '10.2.1.5'],
  'screen.claimed': ['10.2.1.5'],
  'screen.revoked': ['10.2.1.2', '10.2.1.5'],
} as const satisfies Readonly<Record<string, readonly LoggedFor[]>>

export type AuditAction = keyof typeof auditActions
