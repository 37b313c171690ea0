//! Other systems on the same tape and the same kind of machine: figures quoted, not measured here.
//!
//! Measured on 20 November 2026, two cores of a shared virtual machine. "Engine" is the run alone, data in memory where
//! the system wants that.

/// Name and version, engine nanoseconds a row, whole process in seconds, memory in MB; `-` where there is none.
pub(crate) const QUOTED: [[&str; 4]; 9] = [
    ["wingfoil 9.0.0, in memory", "156", "0.93", "296"],
    ["wingfoil 9.0.0, its CSV source", "475", "0.96", "40"],
    ["hftbacktest 2.4.4, compiled before", "172", "3.7", "581"],
    ["barter 0.14.0 (other answers)", "827", "2.4", "634"],
    ["vectorbt 1.2.0, compiled before", "556", "4.0", "501"],
    ["csp 0.19.1", "575", "3.2", "231"],
    ["backtesting.py 0.6.6", "6,690", "14.8", "460"],
    ["nautilus-backtest 0.57.0, 200,000 rows", "55,200", "11.1", "-"],
    ["nautilus_trader 1.231.0, 200,000 rows", "173,600", "36.7", "481"],
];
