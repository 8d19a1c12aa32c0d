//! Loading, switching, writing and keeping, without a browser: server, device and page are made by hand.

mod correcting;
mod keeping;
mod loading;
mod queue;
mod turns;
mod world;
