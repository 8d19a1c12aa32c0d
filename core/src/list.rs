//! Lists of what an iterator gives, in a third of the code that `collect` makes.
//!
//! `collect` compiles three functions for every chain of adapters, to guess how long the list will be. The lists
//! of a screen have ten items: here they grow as they are filled. Where a list is long, `collect` it.

/// [`Gather::gather`] for every iterator.
pub trait Gather: Iterator + Sized {
    /// A list of all that comes.
    fn gather(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        for item in self {
            list.push(item);
        }
        list
    }
}

impl<I: Iterator> Gather for I {}
