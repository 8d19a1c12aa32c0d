//! Loading, switching, writing and keeping, without a browser: server, device and page are made by hand.

mod correcting;
mod device;
mod keeping;
mod live;
mod loading;
mod queue;
mod trouble;
mod turns;
mod windows;
mod world;
