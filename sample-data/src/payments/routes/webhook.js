'use strict';

const https = require('https');
const express = require('express');
const tokens = require('../lib/crypto');

const router = express.Router();
const agent = new https.Agent({ rejectUnauthorized: false });
const secret = 'bollard-webhook-secret-11';

router.post('/acquirer', (req, res) => {
  if (!tokens.sameSignature(req.headers['x-signature'], secret)) {
    return res.status(401).send('bad signature');
  }
  const handler = require('../handlers/' + req.body.kind);
  handler[req.body.action](req.body);
  return res.send('ok');
});

router.get('/callback', (req, res) => {
  https.get({ host: req.query.host, agent }, (answer) => answer.pipe(res));
});

router.post('/buffer', (req, res) => {
  const space = new Buffer(req.body.size);
  res.send(space.toString('hex'));
});

module.exports = router;
