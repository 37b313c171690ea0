//! The border of a network: the rights to feed its inputs, to read its outputs and to look at its behaviors.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::panic::Location;

use super::behavior::erased::Read;
use super::behavior::{Behavior, Reader};
use super::core::Moment;
use super::describe::{Caption, label};
use super::event::Event;
use super::registry::{Entry, JointRef};
use super::scope::Scope;
use super::share::{self, Quiet, Shared};
use super::slot::{Slot, SlotCell};

/// Where a network under construction gets its inputs and outputs.
#[derive(Debug)]
pub struct Border {
    pub(crate) _private: (),
}

/// The right to feed one input.
pub struct Input<T> {
    pub(crate) joint: JointRef,
    pub(crate) cell: SlotCell<T>,
}

/// The right to read one output.
pub struct Output<T> {
    pub(crate) cell: SlotCell<T>,
}

/// The right to read the value of a behavior.
pub struct View<T> {
    pub(crate) reader: Box<dyn Read<T>>,
}

impl<T> std::fmt::Debug for Input<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Input({})", self.joint.joint)
    }
}

impl<T> std::fmt::Debug for Output<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Output<{}>", std::any::type_name::<T>())
    }
}

impl<T> std::fmt::Debug for View<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "View<{}>", std::any::type_name::<T>())
    }
}

impl Border {
    /// A new input: the right to feed it, and its event.
    #[track_caller]
    pub fn input<T: Send + Sync + 'static>(&mut self) -> (Input<T>, Shared<T>) {
        self.input_as(Caption { label: label!("input", T), place: Some(Location::caller()) })
    }

    /// The same for an input that the library adds: it has a name, and no place in the author's source.
    pub(crate) fn port<T: Send + Sync + 'static>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
    ) -> (Input<T>, Shared<T>) {
        let (input, event) = self.input_as(Caption { label: label!("input", T), place: None });
        Scope::name_here(input.joint, name.into());
        (input, event)
    }

    fn input_as<T: Send + Sync + 'static>(&mut self, caption: Caption) -> (Input<T>, Shared<T>) {
        let made = Scope::innermost(|scope| {
            let cell = Slot::cell(scope.owner());
            scope.inputs.push(scope.next_joint());
            (scope.register(Quiet, Entry::event(cell.clone()), caption), cell)
        });
        let (joint, cell) = made.expect("a border exists only while its scope is open");
        (Input { joint, cell }, Shared::new(joint))
    }

    /// A new output, read with [`Network::get`](super::Network::get).
    #[track_caller]
    pub fn output<E>(&mut self, event: E) -> Output<E::Item>
    where
        E: Event,
        E::Item: Send + Sync,
    {
        let at = Location::caller();
        let made = Scope::innermost(|scope| {
            let cell = Slot::cell(scope.owner());
            let _ = share::register(scope, event, cell.clone(), label!("output", E::Item), at); // it has its own handle
            Output { cell }
        });
        made.expect("a border exists only while its scope is open")
    }

    /// The same for an output that the library adds: it has a name, and no place in the author's source.
    #[track_caller]
    pub(crate) fn port_output<E>(&mut self, name: impl Into<Cow<'static, str>>, event: E) -> Output<E::Item>
    where
        E: Event,
        E::Item: Send + Sync,
    {
        let output = self.output(event);
        Scope::innermost(|scope| {
            if let Some(joint) = scope.next_joint().checked_sub(1) {
                scope.notes.port(joint, name.into());
            }
        });
        output
    }
}

impl Border {
    /// A behavior for those outside to look at, read with [`Network::view`](super::Network::view).
    ///
    /// ```
    /// use tidegate::network::{Behavior, Event, Network};
    /// # use tidegate::time::Time;
    /// let (mut net, (price, double)) = Network::build(Time::EPOCH, |border| {
    ///     let (price, prices) = border.input::<i64>();
    ///     (price, border.view(prices.hold(7).map(|price| 2 * price)))
    /// })?;
    /// assert_eq!(net.view(&double), 14);
    /// net.feed(Time::from_secs(1), &price, 100)?;
    /// assert_eq!(net.view(&double), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn view<B: Behavior>(&mut self, behavior: B) -> View<B::Value> {
        let at = Location::caller();
        let built = Scope::innermost(|scope| {
            let built = scope.reader(behavior, at);
            // A view is no part of the network.
            scope.discard();
            let built = built.map_err(|error| scope.fail(error)).ok()?;
            Some(View { reader: Box::new(built.machine) as Box<dyn Read<B::Value>> })
        });
        let built = built.expect("a border exists only while its scope is open");
        built.unwrap_or_else(|| View { reader: Box::new(Unbuilt(PhantomData)) })
    }
}

/// Stands in the place of a reader in a network that is refused when its scope closes.
struct Unbuilt<T>(PhantomData<fn() -> T>);

impl<T: 'static> Reader for Unbuilt<T> {
    type Value = T;

    fn read(&self, _moment: Moment<'_>) -> T {
        unreachable!("a network with a behavior that could not be built is not built")
    }
}
