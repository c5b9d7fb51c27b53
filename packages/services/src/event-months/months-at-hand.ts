/** Whole months after its own that the events of a month stay in the database, which refuses by its own clock too. */
export const EVENT_MONTHS_AT_HAND = 12
