'use strict';

// Invented values: nothing here opens anything.
module.exports = {
  port: 3000,
  db: {
    host: 'db.harbourlane.example',
    user: 'payments',
    password: 'mooring-Line-3305',
  },
  jwtSecret: 'gangway-jwt-signing-secret',
  providerKey: 'test_FAKE_b7e2d90c41aa4f7e8c35d1f0',
  providerUrl: 'http://acquirer.harbourlane.example/v1',
};
