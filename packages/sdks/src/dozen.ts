import { isWholeMatrix } from '../../../scripts/covering.ts'
import type { Recipe } from './recipe.ts'
import { recipes } from './recipes.ts'

/** Their tools answer soon enough to be asked about many things. */
const asked = new Set('openai segment mixpanel sentry pg ioredis nats grpc hot-shots aws-s3'.split(' '))
const dozen = new Set([...asked, 'mem0ai', 'tiktoken', 'sync-fetch', 'multicast-dns'])

const subjects = ['Oslo', 'São Paulo', 'Åre & Duved', "L'Aquila", '東京']

/**
 * What is run in one piece and in shards, as one project of several hundred tests: more than a dozen packages, or all of them
 * under `pnpm sdks`. How often slow packages try again before their test ends depends on the clock.
 */
export function shardedRecipes(): readonly Recipe[] {
  return recipes
    .filter(({ name, slow }) => (isWholeMatrix ? slow !== true : dozen.has(name)))
    .map((recipe) => (asked.has(recipe.name) ? { ...recipe, subjects } : recipe))
}

/** What is run in one piece alone: all packages that are not run in shards, or all under `pnpm sdks`. */
export function wholeRecipes(): readonly Recipe[] {
  return isWholeMatrix ? recipes : recipes.filter(({ name }) => !dozen.has(name))
}
