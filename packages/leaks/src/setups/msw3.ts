import { setupServer } from 'msw3/node'

// What msw 2 called onUnhandledRequest.
setupServer().listen({ onUnhandledFrame: 'error' })
