/**
 * Keyv 6 with the Redis adapter that is made for it. The packages under test have Keyv 5 beside them, which
 * an adapter of theirs would take instead.
 *
 * @module
 */
export { default as KeyvRedis } from '@keyv/redis';
export { Keyv } from 'keyv';
