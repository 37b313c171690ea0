//! Type names without their paths.

/// The name of a type as an author writes it.
///
/// ```
/// use tidegate::network::short_type;
/// assert_eq!(short_type("core::option::Option<(i64, alloc::string::String)>"), "Option<(i64, String)>");
/// ```
pub fn short_type(name: &str) -> String {
    let of_a_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '{' | '}');
    let mut out = String::with_capacity(name.len());
    // Where the word begins that may turn out to be a part of a path.
    let mut word = 0;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == ':' && letters.next_if_eq(&':').is_some() {
            match out.len() > word {
                true => out.truncate(word),
                // After `>`: the name of something inside `<T as Trait>`.
                false => out.push_str("::"),
            }
            word = out.len();
        } else {
            out.push(letter);
            word = if of_a_word(letter) { word } else { out.len() };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::short_type;

    #[test]
    fn paths_are_cut_wherever_they_stand() {
        for (long, short) in [
            ("i64", "i64"),
            ("alloc::string::String", "String"),
            ("alloc::vec::Vec<core::option::Option<my::market::Fill<my::Btc>>>", "Vec<Option<Fill<Btc>>>"),
            ("(a::B, [c::D; 3], &str)", "(B, [D; 3], &str)"),
            ("fn(&a::B) -> c::D", "fn(&B) -> D"),
            ("alloc::boxed::Box<dyn core::any::Any + core::marker::Send>", "Box<dyn Any + Send>"),
            ("a::b::{{closure}}", "{{closure}}"),
            ("<a::B as c::D>::Item", "<B as D>::Item"),
            ("größe::Preis", "Preis"),
        ] {
            assert_eq!(short_type(long), short);
        }
    }
}
