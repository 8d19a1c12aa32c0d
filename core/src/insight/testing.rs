//! Hand-made customers for the tests of insight.
