/** In what risk a device stands: nobody beside it, staff at the till, behind a lock. */
export const riskClasses = ['unattended', 'attended', 'locked'] as const
export type RiskClass = (typeof riskClasses)[number]
export const isRiskClass = (value: unknown): value is RiskClass => riskClasses.some((one) => one === value)
