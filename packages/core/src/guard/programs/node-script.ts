import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { unknownWord } from './shell-words.ts'

/** A copy of another program under Node's name is not that large; where Node is, it is in a shared library of the system. */
const leastSize = 20_000_000

/** Says whether a file, links followed, is Node itself. */
export function isNodeItself(path: string, isSystem: boolean): boolean {
  try {
    const file = statSync(path)
    const own = statSync(process.execPath)
    if (file.dev === own.dev && file.ino === own.ino) return true
    if (!/^node(?:js)?(?:\.exe)?$/.test(basename(path)) || readHead(path).startsWith('#!')) return false
    return isSystem || file.size >= leastSize
  } catch {
    return false
  }
}

/** What the first line of a script names, as a command; `undefined` where that is no plain call. */
export function readInterpreter(path: string): readonly string[] | undefined {
  const [, line = ''] = /^#!\s*([^\n]+)/.exec(readHead(path)) ?? []
  const [file = '', ...args] = line.trim().split(/\s+/)
  if (basename(file) !== 'env') return file === '' ? undefined : [file, ...args]
  const words = args[0] === '-S' ? args.slice(1) : args
  // `env` can also clear the environment, or set variables in it.
  return words[0] === undefined || /^-|=/.test(words[0]) ? undefined : words
}

/** The shims that package managers write into node_modules/.bin, where they cannot link: shell scripts that end in Node. */
export function isNodeShim(path: string): boolean {
  if (basename(dirname(path)) !== '.bin' || basename(dirname(dirname(path))) !== 'node_modules') return false
  const script = readFileSync(path, 'latin1')
  const runs = script.split('\n').filter((line) => /^\s*exec\s/.test(line))
  return (
    script.startsWith('#!/bin/sh') &&
    runs.length > 0 &&
    runs.every((line) => /^\s*exec (?:node(?:\.exe)?|"\$basedir\/node(?:\.exe)?") /.test(line))
  )
}

/** `node --run` starts a script of package.json through a shell, and loads no preload: nothing there sees what it runs. */
export function runsPackageScript(args: readonly string[]): boolean {
  // What stands first and is computed may be a flag.
  const flags = args.slice(0, args.findIndex((arg) => !arg.startsWith('-')) + 1 || undefined)
  return flags.some((arg) => arg.includes(unknownWord) || /^--run(?:=|$)/.test(arg))
}

const headSize = 512

function readHead(path: string): string {
  const buffer = Buffer.alloc(headSize)
  const descriptor = openSync(path, 'r')
  try {
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, headSize, 0))
  } finally {
    closeSync(descriptor)
  }
}
