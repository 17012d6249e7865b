/**
 * Another number after each write to sessions, people or programmes, whoever made it: as long as it is the same, every question about them has the
 * same answer. Null where that cannot be known, since other processes write as well.
 */
export type StateNumber = () => number | null;
