import { parse } from 'shell-quote'
import { shellBuiltins } from './local-programs.ts'

/** Variables that change what the commands after them run or load. */
const loaded = /^(?:NODE_OPTIONS|PATH|ENV|BASH_ENV|SHELLOPTS|IFS|LD_\w+|DYLD_\w+|GIT_\w+)=/

/**
 * The programs that a shell command starts, each with its arguments; `undefined` where that cannot be told for sure.
 *
 * What a shell computes (`$(…)`, backquotes, process substitution, `/dev/tcp`) cannot, nor can compound commands.
 */
export function readShellCommands([text = '', ...positional]: readonly string[]): string[][] | undefined {
  const outsideQuotes = text.replace(/'[^']*'/g, '')
  if (/[`\\]|\$[({]|[<>]\(|\/dev\/(?:tcp|udp)/.test(outsideQuotes)) return undefined
  const commands: string[][] = []
  for (const line of text.split('\n')) {
    if (!isBalanced(line)) return undefined
    const read = readLine(line, positional)
    if (read === undefined) return undefined
    commands.push(...read)
  }
  return commands
}

function isBalanced(line: string): boolean {
  const double = line.replace(/'[^']*'/g, '').split('"').length
  return double % 2 === 1 && line.replace(/"[^"]*"/g, '').split("'").length % 2 === 1
}

function readLine(line: string, positional: readonly string[]): string[][] | undefined {
  const commands: string[][] = [[]]
  let isTarget = false
  // A variable may hold anything: it is harmless as an argument, and unknown as a program.
  const tokens = parse(line, (name) => (/^\d$/.test(name) ? (positional[Number(name)] ?? '') : { op: `$${name}` }))
  for (const token of tokens) {
    const current = commands.at(-1)
    if (current === undefined) return undefined
    if (typeof token === 'string') {
      if (!isTarget) current.push(token)
      isTarget = false
    } else if ('comment' in token) return finish(commands)
    else if (token.op === 'glob' && 'pattern' in token) current.push(token.pattern)
    else if (['&&', '||', ';', '|', '&', '|&'].includes(token.op)) commands.push([])
    else if (['>', '>>', '<', '>&', '<&'].includes(token.op)) isTarget = true
    else if (token.op.startsWith('$') && current.length > 0) current.push(token.op)
    else return undefined
  }
  return finish(commands)
}

/** Drops assignments, builtins and empty parts; what follows `exec` is the program. */
function finish(commands: readonly string[][]): string[][] | undefined {
  const programs: string[][] = []
  for (const words of commands) {
    const rest = [...words]
    while (rest[0] !== undefined && /^\w+=/.test(rest[0])) {
      if (loaded.test(rest[0])) return undefined
      rest.shift()
    }
    if (rest[0] === 'exec') rest.shift()
    const [name] = rest
    if (name === undefined) continue
    if (name === 'export' && rest.some((word) => loaded.test(word))) return undefined
    if (!shellBuiltins.has(name)) programs.push(rest)
  }
  return programs
}
