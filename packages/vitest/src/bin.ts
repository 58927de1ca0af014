#!/usr/bin/env node
import { runCommandLine } from '@agentguard/core/internal/cli'

// Package managers only link the programs of direct dependencies, and `npx` downloads what is not linked.
await runCommandLine(process.argv.slice(2))
