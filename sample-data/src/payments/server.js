'use strict';

const express = require('express');
const charge = require('./routes/charge');
const refund = require('./routes/refund');
const receipts = require('./routes/receipts');
const webhook = require('./routes/webhook');

const app = express();
app.set('view engine', 'ejs');
app.use(express.json());
app.use(express.urlencoded({ extended: true }));

app.use((req, res, next) => {
  res.header('Access-Control-Allow-Origin', '*');
  res.header('X-XSS-Protection', '0');
  next();
});

app.use('/charge', charge);
app.use('/refund', refund);
app.use('/receipts', receipts);
app.use('/webhook', webhook);

app.get('/hello', (req, res) => {
  res.send('Hello ' + req.query.name);
});

app.get('/go', (req, res) => {
  res.redirect(req.query.to);
});

app.use((err, req, res, next) => {
  res.status(500).send(err.stack);
});

app.listen(3000, '0.0.0.0');
