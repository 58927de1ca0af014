import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Removes the chunks of earlier builds from a folder, since their names change with their content. */
export function removeStaleChunks(folder: string): Plugin {
  return {
    name: 'stale-chunks',
    setup: ({ initialOptions, onEnd }) => {
      initialOptions.metafile = true
      onEnd(({ metafile, errors }) => {
        // In a fresh clone the folder does not exist yet.
        if (errors.length > 0 || !existsSync(folder)) return
        const made = new Set(Object.keys(metafile?.outputs ?? {}).map((path) => basename(path)))
        for (const name of readdirSync(folder, { recursive: false })) {
          if (!made.has(String(name))) rmSync(join(folder, String(name)), { force: true })
        }
      })
    },
  }
}
