import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Something in a project that leaves its tests without the guard, whatever the config contains, and the lines that fix it. */
export interface Gap {
  readonly file: string
  readonly problem: string
  readonly lines: readonly string[]
}

/** Dependencies that bring their own Jest, in a version that is not supported. */
export function findOldRunner(dependencies: readonly string[]): readonly Gap[] {
  if (!dependencies.includes('react-scripts')) return []
  return [
    {
      file: 'package.json',
      problem: 'react-scripts runs its own Jest 27, and agentguard needs Jest 29.7 or newer',
      lines: [
        '"test": "jest" // with jest 30 and babel-preset-react-app, or move to Vitest; then run agentguard init again',
      ],
    },
  ]
}

/** Scripts with a flag for another environment, which overrides the config. */
export function findEnvironmentFlags(scripts: object | string | undefined): readonly Gap[] {
  return Object.entries(scripts ?? {}).flatMap(([name, script]) => {
    if (typeof script !== 'string' || !/\bjest\b/.test(script)) return []
    const [, flag, environment] = environmentFlag.exec(script) ?? []
    if (flag === undefined || environment === undefined || /^(?:jest-environment-)?agentguard$/.test(environment))
      return []
    const base = /^(?:jest-environment-)?node$/.test(environment)
      ? []
      : [`testEnvironmentOptions: { base: '${environment}' }`]
    return [
      {
        file: 'package.json',
        problem: `the script '${name}' has ${flag}, which replaces the guard`,
        lines: [
          `"${name}": ${JSON.stringify(script.replace(environmentFlag, '').replaceAll(/\s+/g, ' ').trim())}`,
          ...base,
        ],
      },
    ]
  })
}

const environmentFlag = /(?<=\s|^)(--(?:env|testEnvironment|test-environment)[=\s]+["']?([\w@./-]+)["']?)/

/** The plugin in a Vite config that Vitest does not read, because it has its own config. */
export function findUnreadPlugin(folder: string, vitest: string | undefined, vite: string | undefined): readonly Gap[] {
  if (vitest === undefined || vite === undefined) return []
  if (!textOf(folder, vite).includes(module) || textOf(folder, vitest).includes(module)) return []
  const problem = `it has the plugin, but Vitest reads ${vitest} instead`
  return [{ file: vite, problem, lines: [`plugins: [agentguard()] // in ${vitest}`] }]
}

const module = '@agentguard/vitest'

function textOf(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
