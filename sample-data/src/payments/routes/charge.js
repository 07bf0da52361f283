'use strict';

const express = require('express');
const axios = require('axios');
const _ = require('lodash');
const db = require('../lib/db');
const tokens = require('../lib/crypto');

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const router = express.Router();
const defaults = { currency: 'EUR', capture: true };

router.post('/', (req, res) => {
  const wanted = _.merge({}, defaults, req.body);
  wanted.reference = tokens.reference();
  console.log('charging card ' + req.body.card + ' cvc ' + req.body.cvc);
  db.save(wanted, (err) => res.send(err ? 'failed ' + err : wanted.reference));
});

router.get('/:order', (req, res) => {
  db.paymentOf(req.params.order, (err, found) => res.json(found));
});

router.get('/status/:state', (req, res) => {
  db.byState(req.params.state, (err, found) => res.json(found));
});

router.post('/acquirer', (req, res) => {
  axios.get(req.body.url).then((answer) => res.send(answer.data));
});

router.post('/rule', (req, res) => {
  const limit = eval('(' + req.body.rule + ')');
  res.json({ limit });
});

module.exports = router;
