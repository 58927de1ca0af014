import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { foldersFrom } from '../../evidence/stack/folders-from.ts'
import { configNames } from '../../testing/config/find-configs.ts'
import manifest from '../../../package.json' with { type: 'json' }

/** A new config for all packages of a workspace. */
export interface NewConfig {
  /** Its path relative to the given folder. */
  readonly file: string
  readonly text: string
}

/** The config to write for the workspace of a folder. Undefined outside of a workspace, and where it already has one. */
export function findWorkspace(folder: string): NewConfig | undefined {
  for (const at of foldersFrom(folder)) {
    if (configNames.some((name) => existsSync(join(at, name)))) return undefined
    if (isWorkspace(at)) return { file: join(relative(folder, at), 'agentguard.config.json'), text: newConfig }
    if (existsSync(join(at, '.git'))) break
  }
  return undefined
}

const [major, minor] = manifest.version.split('.')
const schema = `https://unpkg.com/@agentguard/core@${major}.${minor}/schema/config-1.schema.json`
const newConfig = `{\n  "$schema": "${schema}",\n  "allow": []\n}\n`

function isWorkspace(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true
  try {
    const { workspaces } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { workspaces?: unknown }
    return workspaces !== undefined
  } catch {
    return false
  }
}
