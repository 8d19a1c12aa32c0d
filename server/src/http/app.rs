//! What the handlers work with, made once at the start.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::FromRef;

use super::demo::DemoIssuer;
use super::error::ServeError;
use super::files::Files;
use super::headers::OwnPages;
use super::origins::Origins;
use super::rate::RateLimiter;
use crate::auth::Authenticator;
use crate::auth::demo::{DEMO_KID, demo_key_record};
use crate::config::{Limits, ServerConfig, SignIn};
use crate::ingest::desk::Desk;
use crate::ingest::pipeline::Pipeline;
use crate::intake::place;
use crate::live::Live;
use crate::service::{Clock, Service};
use crate::store::ProfileStore;

/// What every handler needs.
pub(super) struct App {
    pub(super) service: Arc<Service>,
    pub(super) authenticator: Authenticator,
    pub(super) origins: Arc<Origins>,
    pub(super) rate: RateLimiter,
    pub(super) desk: Arc<Desk>,
    pub(super) clock: Clock,
    pub(super) live: Arc<Live>,
    pub(super) limits: Limits,
    pub(super) files: Files,
    pub(super) demo: Option<DemoIssuer>,
    pub(super) sign_in: SignIn,
    pub(super) own_pages: OwnPages,
}

impl App {
    pub(super) fn new(
        config: &ServerConfig,
        store: Arc<dyn ProfileStore>,
        local: SocketAddr,
        clock: Clock,
    ) -> Result<Self, ServeError> {
        let mut keys = config.keys.clone();
        let demo = if config.demo {
            let record = demo_key_record(&config.demo_key, config.tenant.clone())?;
            keys.insert(DEMO_KID.to_owned(), record);
            Some(DemoIssuer::new(
                config.demo_key.clone(),
                config.tenant.clone(),
            ))
        } else {
            None
        };
        let files = Files::new(config.dist.as_deref()).map_err(ServeError::Files)?;
        let limits = config.limits;
        let attachments = config.attachments.open()?;
        let policy = config.policy.clone();
        let intake = place::open(&config.intake).map_err(ServeError::Intake)?;
        let pipeline = Pipeline::new(store.clone(), intake, config.tenant.clone());
        let desk = Arc::new(Desk::new(pipeline, &policy));
        let service = Service::new(store, policy, clock.clone(), limits.block_cache_bytes);
        Ok(Self {
            service: Arc::new(
                service
                    .with_attachments(attachments)
                    .with_desk(desk.clone()),
            ),
            authenticator: Authenticator::new(keys, config.token_max_life_s),
            origins: Arc::new(Origins::new(config, local)),
            rate: RateLimiter::new(limits.rate_per_s, limits.rate_burst),
            desk,
            clock,
            live: Arc::new(Live::new(limits.streams, limits.streams_per_subject)),
            limits,
            files,
            demo,
            own_pages: OwnPages::new(&config.sign_in),
            sign_in: config.sign_in.clone(),
        })
    }
}

impl FromRef<Arc<App>> for Files {
    fn from_ref(app: &Arc<App>) -> Self {
        app.files.clone()
    }
}
