//! A result on standard output, where `println!` would panic: on a pipe that nobody reads, on a full disk.

use std::{
    fmt::Display,
    io::{self, ErrorKind, Write},
};

use super::ReportError;

/// Prints a result as it is, with no newline of its own.
///
/// A reader that has seen enough, as in `| head -1`, is no error: nobody is left to miss the rest.
///
/// ```
/// use tidegate::report::{Table, print};
/// print(Table::new("Result").row("trades", 1_204))?;
/// # Ok::<(), tidegate::report::ReportError>(())
/// ```
///
/// # Errors
///
/// [`ReportError::Print`] if standard output takes no more, as on a full disk.
pub fn print(result: impl Display) -> Result<(), ReportError> {
    print_to(&mut io::stdout().lock(), &result.to_string())
}

fn print_to(out: &mut impl Write, text: &str) -> Result<(), ReportError> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|source| ReportError::Print { source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Refusing(ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_no_error_and_a_full_disk_is_one() {
        assert!(print_to(&mut Refusing(ErrorKind::BrokenPipe), "x").is_ok());
        let refused = print_to(&mut Refusing(ErrorKind::StorageFull), "x").unwrap_err();
        assert!(refused.to_string().starts_with("standard output: "), "{refused}");
    }
}
