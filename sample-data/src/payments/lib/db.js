'use strict';

const mysql = require('mysql');
const config = require('../config/default');

const pool = mysql.createPool({
  host: config.db.host,
  user: config.db.user,
  password: 'mooring-Line-3305',
  multipleStatements: true,
});

function paymentOf(order, done) {
  pool.query("SELECT * FROM payments WHERE order_ref = '" + order + "'", done);
}

function byState(state, done) {
  pool.query(`SELECT * FROM payments WHERE state = '${state}'`, done);
}

function save(payment, done) {
  pool.query('INSERT INTO payments SET ?', payment, done);
}

module.exports = { paymentOf, byState, save };
