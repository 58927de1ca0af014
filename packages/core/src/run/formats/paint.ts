import { styleText } from 'node:util'
import type { SummaryFormat } from './summary-format.ts'

/** A text in a colour or weight, where the terminal supports that. */
export function paint(
  { colors = false }: SummaryFormat,
  style: 'bold' | 'dim' | 'red' | 'yellow',
  text: string,
): string {
  return colors ? styleText(style, text, { validateStream: false }) : text
}
