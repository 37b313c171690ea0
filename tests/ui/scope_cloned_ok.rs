//! A token may be had by many; the owner stays one.

use tidegate::scope::Scope;

pub fn main() {
    let scope = Scope::root("process");
    let other = scope.token();
    assert!(!other.is_cancelled() && !scope.is_cancelled());
}
