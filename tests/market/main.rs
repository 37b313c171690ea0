//! The market: contract, life of orders, books, positions, accounts, ledger.

mod account;
mod book;
mod contract;
mod ledger;
mod order;
mod repeats;
mod say;
mod values;
