/** What a destination's sealed address opens as, and as nothing else. */
export const destinationPurpose = (id: string): string => `alert_destination/${id}`
