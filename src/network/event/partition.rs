//! `partition`: one event becomes two that never coincide.

use crate::network::error::Place;
use crate::network::event::Event;
use crate::network::share::{FilterMapRef, Shared, share};

/// One side of a [`partition`](Event::partition).
pub type Side<T> = FilterMapRef<(bool, T), fn(&(bool, T)) -> Option<T>>;

pub(crate) fn partition<S, F>(source: S, keep: F, at: Place) -> (Side<S::Item>, Side<S::Item>)
where
    S: Event,
    S::Item: Clone + Send + Sync,
    F: Fn(&S::Item) -> bool + Send + Sync + 'static,
{
    let judged: Shared<(bool, S::Item)> = share(source.map(move |item| (keep(&item), item)), at);
    (judged.filter_map_ref(kept::<S::Item>), judged.filter_map_ref(dropped::<S::Item>))
}

fn kept<T: Clone>(judged: &(bool, T)) -> Option<T> {
    judged.0.then(|| judged.1.clone())
}

fn dropped<T: Clone>(judged: &(bool, T)) -> Option<T> {
    (!judged.0).then(|| judged.1.clone())
}
