/** The board asks again by itself this often; news of the hub makes it ask at once. */
export const BOARD_EVERY_MS = 15_000
