import { globSync, rmSync } from 'node:fs'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Removes V8's code caches of earlier builds. */
export const removeStaleCode: Plugin = {
  name: 'stale-code',
  setup: ({ onEnd }) => {
    onEnd(() => {
      for (const path of globSync('dist/core-*.compiled*')) rmSync(path, { force: true })
    })
  },
}
