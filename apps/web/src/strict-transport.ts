/** Kept on https for a year from the last answer on. */
export const STRICT_TRANSPORT = 'max-age=31536000'
