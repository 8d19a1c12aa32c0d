//! Values in one form, and who is the same person; without I/O, clock or chance.
//!
//! `harmonise` brings names, addresses, numbers and dates into the form in which they are compared and shown, and says
//! why a value cannot be what it should be. `matching` finds records of the same person among many, by what the data
//! itself tells of its errors. Import, server and command line use the same code.

pub mod harmonise;
pub mod matching;
