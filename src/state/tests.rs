//! Loading, switching, writing and keeping, without a browser: server, device and page are made by hand.

mod keeping;
mod loading;
mod queue;
mod trouble;
mod turns;
mod world;
