require('node:net')
  .connect(443, '203.0.113.7')
  .on('error', () => {})
