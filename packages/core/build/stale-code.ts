import { globSync, rmSync } from 'node:fs'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Removes what processes have kept beside earlier builds. */
export const removeStaleCode: Plugin = {
  name: 'stale-code',
  setup: ({ onEnd }) => {
    onEnd(() => {
      for (const path of globSync('dist/core-*.{compiled,proven}*')) rmSync(path, { force: true })
    })
  },
}
