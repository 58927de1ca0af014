import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Setup } from './setup.ts'

export interface Project {
  readonly name: string
  readonly folder: string
  readonly setup: Setup
}

const packageFolder = join(import.meta.dirname, '..')

/** All setups, by name; a project without a declaration is an error. */
export async function readSetups(): Promise<readonly Project[]> {
  const projects = join(packageFolder, 'projects')
  return Promise.all(
    readdirSync(projects).map(async (name) => {
      const path = join(packageFolder, 'declarations', `${name}.ts`)
      const { setup } = (await import(path)) as { readonly setup: Setup }
      return { name, folder: join(projects, name), setup }
    }),
  )
}
