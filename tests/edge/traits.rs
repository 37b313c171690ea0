//! Edges may be sent to the task that polls them.

use futures::channel::mpsc::{Receiver, Sender};
use futures_signals::signal::MutableSignal;
use tidegate::edge::{
    AtEnd, Beside, ByArrival, ByStamp, Deliver, EdgeError, FromSignal, Late, Mirror, NetworkSink,
    NetworkStream, Parts,
};
use tidegate::network::{Input, Output};
use tidegate::time::Time;

type Items = Receiver<(Time, i64)>;
type Inputs = Input<i64>;
type Outputs = Output<i64>;

fn send<T: Send>() {}
fn unpin<T: Unpin>() {}
fn error<T: std::error::Error + Clone + Send + Sync + 'static>() {}

#[test]
fn edges_may_be_sent() {
    send::<NetworkStream<Items, Inputs, Outputs>>();
    send::<NetworkSink<i64, Inputs, Outputs, Sender<(Time, i64)>>>();
    send::<Deliver<NetworkStream<Items, Inputs, Outputs>, Sender<(Time, i64)>>>();
    send::<ByStamp<Items, Items>>();
    send::<ByArrival<Items, Items>>();
    send::<FromSignal<MutableSignal<i64>, fn(&i64) -> Time>>();
    send::<Beside<Outputs, Mirror<Outputs>>>();
    send::<Parts<Items, i64, Inputs, Outputs>>();
    send::<(AtEnd, Late)>();
}

#[test]
fn an_edge_is_pinned_only_if_its_other_side_has_to_be() {
    unpin::<NetworkStream<Items, Inputs, Outputs>>();
    unpin::<NetworkSink<i64, Inputs, Outputs, Sender<(Time, i64)>>>();
    unpin::<ByStamp<Items, Items>>();
    unpin::<ByArrival<Items, Items>>();
}

#[test]
fn the_error_travels() {
    error::<EdgeError<futures::channel::mpsc::SendError>>();
}
