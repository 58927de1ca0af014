import type { Recipe } from './recipe.ts'
import { recipes } from './recipes.ts'

const dozen = new Set(
  'openai mem0ai tiktoken segment mixpanel sentry pg ioredis nats grpc hot-shots sync-fetch multicast-dns aws-s3'.split(
    ' ',
  ),
)

/**
 * What is run again in shards: a dozen packages, or all of them under `pnpm sdks`. How often those that are slow try again before
 * their test ends is a matter of the clock.
 */
export function shardedRecipes(): readonly Recipe[] {
  return recipes.filter(({ name, slow }) =>
    process.env['AGENTGUARD_SDKS'] === 'all' ? slow !== true : dozen.has(name),
  )
}
