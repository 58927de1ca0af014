import { rmSync } from 'node:fs'
import type { Recipe } from './recipe.ts'
import { startStandIn } from './stand-in.ts'
import { writeSuite } from './write-suite.ts'

/** Lends a written suite and the port of a foreign server, and removes both afterwards. */
export async function withSuite<T>(
  recipes: readonly Recipe[],
  kind: 'esm' | 'cjs',
  use: (folder: string, port: number) => Promise<T>,
): Promise<T> {
  const standIn = await startStandIn()
  const folder = writeSuite(recipes, kind)
  try {
    return await use(folder, standIn.port)
  } finally {
    standIn.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
