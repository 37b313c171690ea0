//! A scope gets a second owner.

use tidegate::scope::Scope;

pub fn main() {
    let scope = Scope::root("process");
    let other = scope.clone();
    assert!(!other.is_cancelled() && !scope.is_cancelled());
}
