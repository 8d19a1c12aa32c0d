//! Random traces of the queue against a small server.
