const { connect } = require('node:net')

it('reports in silence', () => {
  connect(80, 'usage.example').on('error', () => {})
})
