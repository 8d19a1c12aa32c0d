//! The least of a smooth function of a few positive numbers, with argmin.
//!
//! The numbers are searched as logarithms, which keeps them above zero. L-BFGS needs the gradient and few steps;
//! where its line search gives up, Nelder and Mead go on without one.

use argmin::core::{CostFunction, Error, Executor, Gradient, State as _};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::neldermead::NelderMead;
use argmin::solver::quasinewton::LBFGS;

use crate::ModelError;

/// A logarithm beyond which no parameter of real data lies: what gets there runs to infinity.
const LOG_MAX: f64 = 14.0;
const STEPS_MAX: u64 = 400;

/// A function with its gradient, both of the numbers themselves.
pub(crate) trait Smooth {
    /// Returns value and gradient.
    fn at(&self, numbers: &[f64]) -> (f64, Vec<f64>);
}

struct OfLogarithms<'a, S>(&'a S);

impl<S: Smooth> OfLogarithms<'_, S> {
    fn at(&self, logs: &[f64]) -> (f64, Vec<f64>) {
        let numbers: Vec<f64> = logs
            .iter()
            .map(|log| log.clamp(-LOG_MAX - 1.0, LOG_MAX + 1.0).exp())
            .collect();
        let (value, mut gradient) = self.0.at(&numbers);
        for (slope, number) in gradient.iter_mut().zip(&numbers) {
            *slope *= number;
        }
        (value, gradient)
    }
}

impl<S: Smooth> CostFunction for OfLogarithms<'_, S> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, logs: &Self::Param) -> Result<f64, Error> {
        Ok(self.at(logs).0)
    }
}

impl<S: Smooth> Gradient for OfLogarithms<'_, S> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, logs: &Self::Param) -> Result<Vec<f64>, Error> {
        Ok(self.at(logs).1)
    }
}

/// Returns the positive numbers at which the function is least, from the given start.
///
/// # Errors
/// [`ModelError::Undetermined`] when the function falls on and on, or has no least value that was found.
pub(crate) fn minimise<S: Smooth>(function: &S, start: &[f64]) -> Result<Vec<f64>, ModelError> {
    let start: Vec<f64> = start.iter().map(|number| number.ln()).collect();
    let steep = by_slope(function, &start);
    let logs = match steep {
        Some(logs) if is_flat(function, &logs) => logs,
        rough => by_simplex(function, rough.unwrap_or(start))
            .filter(|logs| is_flat(function, logs))
            .ok_or(ModelError::Undetermined("no best parameters were found"))?,
    };
    if logs.iter().any(|log| log.abs() > LOG_MAX) {
        return Err(ModelError::Undetermined("a parameter has no bound"));
    }
    Ok(logs.iter().map(|log| log.exp()).collect())
}

fn by_slope<S: Smooth>(function: &S, start: &[f64]) -> Option<Vec<f64>> {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 8)
        .with_tolerance_grad(1e-7)
        .and_then(|solver| solver.with_tolerance_cost(1e-14))
        .ok()?;
    let result = Executor::new(OfLogarithms(function), solver)
        .configure(|state| state.param(start.to_vec()).max_iters(STEPS_MAX))
        .run()
        .ok()?;
    result.state().get_best_param().cloned()
}

fn by_simplex<S: Smooth>(function: &S, start: Vec<f64>) -> Option<Vec<f64>> {
    let mut corners = vec![start.clone()];
    for index in 0..start.len() {
        let mut corner = start.clone();
        if let Some(log) = corner.get_mut(index) {
            *log += 0.3;
        }
        corners.push(corner);
    }
    let solver = NelderMead::new(corners).with_sd_tolerance(1e-13).ok()?;
    let result = Executor::new(OfLogarithms(function), solver)
        .configure(|state| state.max_iters(STEPS_MAX * 10))
        .run()
        .ok()?;
    result.state().get_best_param().cloned()
}

/// Returns whether nothing is to be gained from here, as far as the gradient tells.
fn is_flat<S: Smooth>(function: &S, logs: &[f64]) -> bool {
    let (value, gradient) = OfLogarithms(function).at(logs);
    value.is_finite() && gradient.iter().all(|slope| slope.abs() < 1e-4)
}
