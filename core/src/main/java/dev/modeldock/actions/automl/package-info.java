/** The search for good parameters: what is tried next, and how it is told. */
package dev.modeldock.actions.automl;
