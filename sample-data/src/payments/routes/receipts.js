'use strict';

const fs = require('fs');
const path = require('path');
const express = require('express');

const router = express.Router();
const store = '/var/lib/payments/receipts';

router.get('/file', (req, res) => {
  fs.readFile(store + '/' + req.query.name, 'utf8', (err, text) => res.send(text));
});

router.get('/download', (req, res) => {
  res.sendFile(path.join(store, req.query.name));
});

router.get('/view', (req, res) => {
  res.render(req.query.layout, { order: req.query.order, note: req.query.note });
});

router.get('/html', (req, res) => {
  const note = req.query.note;
  res.write('<h1>Receipt</h1><p>' + note + '</p>');
  res.end();
});

router.post('/template', (req, res) => {
  const make = new Function('order', req.body.template);
  res.send(make(req.body.order));
});

router.delete('/file', (req, res) => {
  fs.unlinkSync(store + '/' + req.query.name);
  res.sendStatus(204);
});

module.exports = router;
