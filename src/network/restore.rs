//! Saving a network at an instant boundary, and going on from there.

use super::describe::Part;
use super::instant::Network;
use super::slot;
use super::state::{Loader, Saver, Snapshot, StateError, Types};
use super::trail;

impl Network {
    /// The whole state, at the boundary after the last instant.
    ///
    /// # Errors
    /// [`StateError::Value`] if a value's own serialisation refuses, [`StateError::Poisoned`].
    pub fn save(&self) -> Result<Snapshot, StateError> {
        if self.is_poisoned() {
            return Err(StateError::Poisoned);
        }
        let mut types = Types::default();
        let parts = self.joints.iter().enumerate().map(|(joint, part)| {
            let mut out = Saver::new(&mut types);
            part.save(&self.core.owner, &mut out);
            out.finish(joint)
        });
        let parts = parts.collect::<Result<_, _>>()?;
        let (joints, types) = (self.shape(), types.into_names());
        Ok(Snapshot { version: Snapshot::VERSION, at: self.core.at, joints, types, parts })
    }

    /// Continues where `snapshot` was taken; this network must just have been built by the same code.
    ///
    /// # Errors
    /// [`StateError::Shape`] if other code built it, [`StateError::Rebuild`] if a sub-network cannot be built
    /// again, [`StateError::Started`] if it has run; it is then gone, so that no mixed state can run.
    pub fn restore(mut self, snapshot: &Snapshot) -> Result<Network, StateError> {
        if self.core.stamp != slot::BEFORE {
            return Err(StateError::Started);
        }
        snapshot.check(&self.shape())?;
        self.core.at = snapshot.at;
        for (id, (joint, bytes)) in self.joints.iter_mut().zip(&snapshot.parts).enumerate() {
            let mut from = Loader::new(bytes, &snapshot.types, id);
            trail::unmarked(|| joint.load(&mut self.core, &mut from))?;
            from.finish()?;
        }
        self.connect_fresh();
        self.arm_all();
        Ok(self)
    }

    /// What has to be the same for a snapshot to fit, joint by joint.
    fn shape(&self) -> Vec<String> {
        self.notes.parts().iter().map(Part::shape).collect()
    }
}
