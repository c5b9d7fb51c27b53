/** Whole months after its own that the events of a month stay in the database, which refuses by its own clock too. */
export const EVENT_MONTHS_AT_HAND = 12

/** The most somebody can choose: a hundred years. */
export const MOST_EVENT_MONTHS = 1_200
