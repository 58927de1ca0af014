import { nearest } from '../usage/did-you-mean.ts'
import { usageError } from '../usage/usage-error.ts'
import { parseRule, type Rule } from './rule.ts'

/** The rules of each `preset:` name: destinations that users would otherwise have to know by heart. */
export const presets: Readonly<Record<string, readonly string[]>> = {
  'aws-metadata': ['169.254.169.254', 'fd00:ec2::254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::23'],
  'azure-metadata': ['169.254.169.254'],
  'gcp-metadata': ['metadata.google.internal', '169.254.169.254'],
  'npm-registry': ['registry.npmjs.org'],
}

const prefix = 'preset:'

/**
 * The rules of a text: those of a preset, which carry its name in their text, or a single rule.
 *
 * @throws TypeError for text that is not a rule, and for an unknown preset
 */
export function parseRules(text: string, where: string): readonly Rule[] {
  if (!text.startsWith(prefix)) return [parseRule(text, where)]
  const name = text.slice(prefix.length)
  const rules = Object.hasOwn(presets, name) ? presets[name] : undefined
  if (rules === undefined) throw unknownPreset(name, where)
  return rules.map((rule) => ({ ...parseRule(rule, where), text: `${text} (${rule})` }))
}

function unknownPreset(name: string, where: string): TypeError {
  const names = Object.keys(presets)
  const near = nearest(name, names)
  const hint = near === undefined ? '' : `Did you mean '${prefix}${near}'? `
  return usageError(where, `there is no preset '${name}'`, `${hint}There are ${names.join(', ')}`)
}
