//! The connector's own thread: it reads what the venue says, and connects again when the venue has hung up.

use std::io::{BufRead, BufReader, Error, Result};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use futures::executor::block_on;
use tidegate::runtime::RealClock;
use tidegate::scope::{BackOff, Link, Scope, reconnect};
use tidegate::time::Span;

use super::line::Line;

/// A venue that does not answer is not waited for longer: nobody can interrupt that.
const PATIENCE: Duration = Duration::from_secs(1);

/// Connects the line; what is read then comes from the stream.
pub(super) fn connect(line: &Line, address: &str) -> Result<TcpStream> {
    let resolved = address.to_socket_addrs()?.next();
    let resolved = resolved.ok_or_else(|| Error::other(format!("no such address: {address}")))?;
    let stream = TcpStream::connect_timeout(&resolved, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    line.connect(stream.try_clone()?);
    Ok(stream)
}

/// Reads, and connects again after waits that grow, until the venue hangs up as asked or the scope is cancelled.
pub(super) fn keep(line: &Line, scope: &Scope, clock: &RealClock, address: &str, first: TcpStream) {
    let mut first = Some(first);
    let back_off = BackOff::new(Span::from_millis(20)).cap(Span::from_secs(5)).jitter(1);
    let end = block_on(reconnect(scope, clock, back_off, || {
        let stream = first.take().map_or_else(|| connect(line, address), Ok);
        async { stream.map_or_else(Link::Refused, |stream| read(line, stream)) }
    }));
    // Whoever wants to know what went wrong looks at the link.
    drop(end);
}

/// Reads until the venue hangs up.
fn read(line: &Line, stream: TcpStream) -> Link<Error> {
    let (mut stream, mut text) = (BufReader::new(stream), String::new());
    // What has no end was cut off: it may say something else than it seems to.
    while stream.read_line(&mut text).is_ok_and(|_| text.ends_with('\n')) {
        line.hear(text.trim_end().to_owned());
        text.clear();
    }
    match line.disconnect() {
        true => Link::Closed,
        false => Link::Lost(Error::other("the venue hung up")),
    }
}
