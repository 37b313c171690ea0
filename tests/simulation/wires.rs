//! A wire, law by law.
