import type { AttemptedProgram } from '../../policy/attempt/attempt.ts'
import { type Invitation, readInvitationText } from '../spool/invitation.ts'

/** A program that was started in the namespace, as its starter reports it to the judge. */
export interface Start {
  readonly invitation: Invitation
  readonly program: AttemptedProgram
}

/** A line of the file with the starts. */
export function writeStart({ invitation, program }: Start): string {
  const { ticket, stack, phase, began, candidates } = invitation
  return `${JSON.stringify({ ticket, stack, phase, began, candidates, program })}\n`
}

/** Reads a line. `undefined` for text that is not a start. */
export function readStart(line: string): Start | undefined {
  const invitation = readInvitationText(line)
  if (!invitation) return undefined
  const { program } = JSON.parse(line) as { readonly program: AttemptedProgram }
  return { invitation, program }
}
