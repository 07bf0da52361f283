'use strict';

const { exec } = require('child_process');
const express = require('express');
const serialize = require('node-serialize');

const router = express.Router();

router.post('/batch', (req, res) => {
  exec('refund-batch --file ' + req.body.file, (err, out) => res.send(out));
});

router.post('/notify', (req, res) => {
  exec(`mail -s refund ${req.body.mail}`);
  res.send('queued');
});

router.post('/restore', (req, res) => {
  const draft = serialize.unserialize(req.body.draft);
  res.json(draft);
});

router.get('/match', (req, res) => {
  const pattern = new RegExp(req.query.pattern);
  res.json({ hit: pattern.test(req.query.text) });
});

router.get('/slow', (req, res) => {
  res.json({ ok: /^(([a-z])+.)+[A-Z]([a-z])+$/.test(req.query.name) });
});

module.exports = router;
