//! Evidence: what a state is asked for before it is left. It is made where it is earned, and used up.

/// The evidence that no order is left that the phase could do something about.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it is what the next phase asks for"]
pub struct Settled {
    _private: (),
}

/// The evidence that no position is left that the phase could do something about.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it is what the next phase asks for"]
pub struct Closed {
    _private: (),
}

/// The evidence that the state was saved, or that there is no time left to do it.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it is what the next phase asks for"]
pub struct Kept {
    _private: (),
}

/// The evidence that no connector is waited for.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it is what the next phase asks for"]
pub struct Parted {
    _private: (),
}

macro_rules! made_inside {
    ($($Evidence:ident),+) => {$(
        impl $Evidence {
            pub(super) const fn new() -> Self {
                Self { _private: () }
            }
        }
    )+};
}

made_inside!(Settled, Closed, Kept, Parted);
