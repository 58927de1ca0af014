import { findNode, type NodeMajor } from '@agentguard/nodes'
import type { Cell, Node } from './matrix.ts'

/** The binary that a cell runs on, or undefined where there is none for its Node. */
export function findBinary(cell: Cell): string | undefined {
  return 'node' in cell ? findNode(majors[cell.node]) : process.execPath
}

const majors: Readonly<Record<Node, NodeMajor>> = { 'Node 22': 22, 'Node 24': 24, 'Node 26': 26 }
